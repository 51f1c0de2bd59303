package dev.gradus.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form of `multipart/form-data`, read.
///
/// @param fields by name; the file's content under its own
/// @param fileName of the file
record Multipart(Map<String, String> fields, String fileName) {
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/form-data;\\s*boundary=\"?([^\";]+)\"?.*");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");

    /// @throws IllegalArgumentException where it is none
    static Multipart parse(String contentType, String body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.matches()) {
            throw new IllegalArgumentException("content type " + contentType);
        }
        String mark = "--" + boundary.group(1);
        if (!body.stripTrailing().endsWith(mark + "--")) {
            throw new IllegalArgumentException("the form is cut off");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        String fileName = "";
        String[] parts = body.split(Pattern.quote(mark));
        for (int i = 1; i < parts.length - 1; i++) {
            int end = parts[i].indexOf("\r\n\r\n");
            String head = parts[i].substring(0, end);
            Matcher name = NAME.matcher(head);
            if (!name.find()) {
                throw new IllegalArgumentException("a part without a name: " + head);
            }
            Matcher file = FILE.matcher(head);
            fileName = file.find() ? file.group(1) : fileName;
            fields.put(name.group(1), parts[i].substring(end + 4, parts[i].length() - 2));
        }
        return new Multipart(fields, fileName);
    }
}
