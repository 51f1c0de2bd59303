package dev.gradus.models;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/// The way to a provider: straight or by a proxy, and whose certificates are trusted.
record Route(Optional<Proxy> proxy, Optional<SSLContext> trust) {
    private static final int MOST_CA_BYTES = 4 << 20;

    /// @param credentials `user:password`, or none
    record Proxy(String scheme, String host, int port, Secret credentials) {

        /// @param where the setting stands, for the error
        static Proxy parse(String url, String where) {
            URI uri;
            try {
                uri = URI.create(url);
            } catch (IllegalArgumentException e) {
                throw wrong(where);
            }
            String host = uri.getHost();
            String scheme = uri.getScheme();
            if (host == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw wrong(where);
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(scheme) ? 443 : 80;
            String user = uri.getUserInfo();
            return new Proxy(scheme, host, port, user == null ? Secret.none() : Secret.of(user));
        }

        private static GradusException wrong(String where) {
            return new GradusException.Data(
                    where + " is not a URL. Write it as in http://proxy.example:3128.");
        }

        void applyTo(HttpClientBuilder builder) {
            HttpHost at = new HttpHost(scheme, host, port);
            builder.setProxy(at);
            if (credentials.isPresent()) {
                String[] parts = credentials.reveal().split(":", 2);
                char[] password = (parts.length == 2 ? parts[1] : "").toCharArray();
                BasicCredentialsProvider known = new BasicCredentialsProvider();
                known.setCredentials(
                        new AuthScope(at), new UsernamePasswordCredentials(parts[0], password));
                builder.setDefaultCredentialsProvider(known);
            }
        }
    }

    /// Trust in the authorities of the JDK and in those of a PEM file.
    static SSLContext trusting(Path file) {
        try {
            if (Files.size(file) > MOST_CA_BYTES) {
                throw new IOException("larger than " + MOST_CA_BYTES + " bytes");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate known : authoritiesOf(null).getAcceptedIssuers()) {
                store.setCertificateEntry("jdk-" + number++, known);
            }
            for (Certificate added : certificates(file)) {
                store.setCertificateEntry("file-" + number++, added);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {authoritiesOf(store)}, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new GradusException.Provider(
                    "ca-file '"
                            + file
                            + "' cannot be used: "
                            + e.getMessage()
                            + ". It must be a PEM file of certificates that can be read.",
                    false);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException("no certificate is in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static X509TrustManager authoritiesOf(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager trust : factory.getTrustManagers()) {
            if (trust instanceof X509TrustManager authorities) {
                return authorities;
            }
        }
        throw new GeneralSecurityException("this JDK checks no X.509 certificates");
    }
}
