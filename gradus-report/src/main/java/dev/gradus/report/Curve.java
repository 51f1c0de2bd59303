package dev.gradus.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/// Points joined by a line, in the order of x.
record Curve(List<Point> points) {

    record Point(double x, double y) {}

    /// The points of the list that have both figures.
    static Curve of(List<Node> nodes, String x, String y) {
        return new Curve(
                nodes.stream()
                        .filter(node -> node.number(x).isPresent() && node.number(y).isPresent())
                        .map(node -> point(node, x, y))
                        .sorted(Comparator.comparingDouble(Point::x))
                        .toList());
    }

    private static Point point(Node node, String x, String y) {
        return new Point(node.number(x).getAsDouble(), node.number(y).getAsDouble());
    }

    boolean isDrawable() {
        return points.size() > 1;
    }

    DoubleStream xs() {
        return points.stream().mapToDouble(Point::x);
    }

    DoubleStream ys() {
        return points.stream().mapToDouble(Point::y);
    }

    /// The part between two curves over the same x, as a closed SVG path.
    static String between(Curve low, Curve high, Scale across, Scale up) {
        String back = new Curve(high.points().reversed()).path(across, up);
        return low.path(across, up) + " L" + back.substring(1) + " Z";
    }

    /// An SVG path; both scales must end in percent of the picture.
    String path(Scale across, Scale up) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : " L")
                    .append(Svg.number(across.at(point.x())))
                    .append(' ')
                    .append(Svg.number(up.at(point.y())));
        }
        return path.toString();
    }
}
