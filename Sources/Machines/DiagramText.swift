internal import Supervision

// The two forms of a picture: Mermaid, which many pages show as they stand, and Graphviz.

/// How a picture is written down.
package enum DiagramFormat: String, CaseIterable, Sendable {
    case mermaid, dot

    /// The ending of a file that holds it.
    package var fileEnding: String {
        switch self {
        case .mermaid: "mmd"
        case .dot: "dot"
        }
    }
}

/// The language of a picture.
package enum DiagramLanguage: String, CaseIterable, Sendable {
    case zh, en

    func text(_ text: Bilingual) -> String {
        switch self {
        case .zh: text.zh
        case .en: text.en
        }
    }

    func text(_ citation: Citation) -> String {
        switch self {
        case .zh: citation.chinese
        case .en: citation.english
        }
    }

    /// What a command rests on: `受理（第十六条）`.
    func text(_ name: Bilingual, _ cites: Citation) -> String {
        switch self {
        case .zh: "\(name.zh)（\(cites.chinese)）"
        case .en: "\(name.en) (\(cites.english))"
        }
    }

    var standingTitle: String {
        switch self {
        case .zh: "不改变阶段的步骤："
        case .en: "What moves nothing, and where it is possible:"
        }
    }

    var whileSuspended: String {
        switch self {
        case .zh: "（中止期间也可）"
        case .en: " (also while suspended)"
        }
    }
}

extension Diagram {
    /// The picture as text, which ends with a line feed.
    package func text(
        _ format: DiagramFormat, _ language: DiagramLanguage, way: DiagramWay? = nil
    ) -> String {
        switch format {
        case .mermaid: mermaid(language, way).joined(separator: "\n") + "\n"
        case .dot: dot(language, way).joined(separator: "\n") + "\n"
        }
    }

    // MARK: What both forms share

    /// All arrows from one place to another, which are drawn as one.
    private struct Bundle {
        var from: String?
        var to: String
        var lines: [String]
        var isTaken: Bool
    }

    private func bundles(_ language: DiagramLanguage, _ way: DiagramWay?) -> [Bundle] {
        var bundles: [Bundle] = []
        for arrow in arrows {
            let taken = way?.numbers(of: arrow) ?? []
            let line = Self.marked(language.text(arrow.name, arrow.cites), taken)
            if let index = bundles.firstIndex(where: {
                $0.from == arrow.from && $0.to == arrow.to
            }) {
                bundles[index].lines.append(line)
                bundles[index].isTaken = bundles[index].isTaken || !taken.isEmpty
            } else {
                bundles.append(
                    Bundle(from: arrow.from, to: arrow.to, lines: [line], isTaken: !taken.isEmpty))
            }
        }
        return bundles
    }

    /// `[2, 5] line`: the steps that took it.
    private static func marked(_ line: String, _ numbers: [Int]) -> String {
        numbers.isEmpty
            ? line : "[\(numbers.map(String.init).joined(separator: ", "))] " + line
    }

    /// The commands that move nothing, those of the same places under one heading.
    private func legend(_ language: DiagramLanguage, _ way: DiagramWay?) -> [String] {
        var lines = [language.standingTitle]
        var seen: [[String]] = []
        for places in standing.map(\.places) where !seen.contains(places) {
            seen.append(places)
            lines.append(heading(of: places, language))
            for command in standing where command.places == places {
                let line =
                    language.text(command.name, command.cites)
                    + (command.isAllowedWhileSuspended ? language.whileSuspended : "")
                lines.append("· " + Self.marked(line, way?.numbers(of: command) ?? []))
            }
        }
        return lines
    }

    /// `调查 … 追责及善后`: the phases from the first to the last of the places.
    private func heading(of places: [String], _ language: DiagramLanguage) -> String {
        let phases = stretches.filter { stretch in
            stretch.places.contains { places.contains($0.id) }
        }
        guard let first = phases.first, let last = phases.last else { return "" }
        return first.id == last.id
            ? language.text(first.name)
            : "\(language.text(first.name)) … \(language.text(last.name))"
    }

    /// An identifier for both forms.
    private static func identifier(_ place: String) -> String {
        place.replacing(".", with: "_")
    }

    // MARK: Mermaid

    private func mermaid(_ language: DiagramLanguage, _ way: DiagramWay?) -> [String] {
        var lines = [
            "---", "title: \(language.text(title))", "---", "stateDiagram-v2", "    direction TB",
        ]
        let bundles = bundles(language, way)
        func declare(_ spot: Spot, indent: String) {
            // What stays in a place is written into it; loops would run through other labels.
            let staying = bundles.first { $0.from == spot.id && $0.to == spot.id }?.lines ?? []
            let label = ([language.text(spot.name)] + staying.map { "↻ " + $0 })
                .joined(separator: "<br/>")
            lines.append("\(indent)state \"\(label)\" as \(Self.identifier(spot.id))")
        }
        for stretch in stretches {
            if stretch.places.count == 1 {
                declare(stretch.places[0], indent: "    ")
                continue
            }
            lines.append("    state \"\(language.text(stretch.name))\" as \(stretch.id) {")
            for place in stretch.places { declare(place, indent: "        ") }
            lines.append("    }")
        }
        for bundle in bundles where bundle.from != bundle.to {
            let from = bundle.from.map(Self.identifier) ?? "[*]"
            lines.append(
                "    \(from) --> \(Self.identifier(bundle.to)) : "
                    + bundle.lines.joined(separator: "<br/>"))
        }
        if let last = stretches.last?.places.last {  // The last phase is the end.
            lines.append("    \(Self.identifier(last.id)) --> [*]")
            lines.append("    note left of \(Self.identifier(last.id))")
            lines += legend(language, way).map { "        " + $0 }
            lines.append("    end note")
        }
        guard let way else { return lines }
        lines.append("    classDef taken fill:#cfe8ff,stroke:#1f5fa8")
        lines.append("    classDef here fill:#ffe2a8,stroke:#b06a00,stroke-width:3px")
        for place in stretches.flatMap(\.places) where way.visits(place.id) {
            let style = place.id == way.last ? "here" : "taken"
            lines.append("    class \(Self.identifier(place.id)) \(style)")
        }
        return lines
    }

    // MARK: Graphviz

    private func dot(_ language: DiagramLanguage, _ way: DiagramWay?) -> [String] {
        let bundles = bundles(language, way)
        var lines = [
            "digraph machine {",
            "    graph [label=\(Self.quoted(language.text(title))), labelloc=t, fontsize=20,"
                + " rankdir=TB, nodesep=0.6, ranksep=0.7, fontname=\"sans-serif\"]",
            "    node [shape=box, style=\"rounded,filled\", fillcolor=white, fontsize=13,"
                + " fontname=\"sans-serif\"]",
            "    edge [fontsize=11, fontname=\"sans-serif\"]",
            "    start [shape=circle, label=\"\", width=0.2, fillcolor=black]",
        ]
        func declare(_ spot: Spot, indent: String) {
            var style = ""
            if way?.last == spot.id {
                style = ", fillcolor=\"#ffe2a8\", color=\"#b06a00\", penwidth=3"
            } else if way?.visits(spot.id) == true {
                style = ", fillcolor=\"#cfe8ff\", color=\"#1f5fa8\""
            }
            // What stays in a place is written into it; loops would run through other labels.
            let staying = bundles.first { $0.from == spot.id && $0.to == spot.id }?.lines ?? []
            let name = Self.escaped(language.text(spot.name))
            let label =
                staying.isEmpty
                ? name : name + "\\n" + staying.map { "↻ \(Self.escaped($0))\\l" }.joined()
            lines.append("\(indent)\(Self.identifier(spot.id)) [label=\"\(label)\"\(style)]")
        }
        for stretch in stretches {
            if stretch.places.count == 1 {
                declare(stretch.places[0], indent: "    ")
                continue
            }
            lines.append("    subgraph cluster_\(stretch.id) {")
            lines.append(
                "        label=\(Self.quoted(language.text(stretch.name))); labeljust=l;"
                    + " style=rounded; color=gray50")
            for place in stretch.places { declare(place, indent: "        ") }
            lines.append("    }")
        }
        for bundle in bundles where bundle.from != bundle.to {
            let from = bundle.from.map(Self.identifier) ?? "start"
            let label = bundle.lines.map { Self.escaped($0) + "\\l" }.joined()
            let style = bundle.isTaken ? ", color=\"#1f5fa8\", penwidth=2.5" : ""
            lines.append(
                "    \(from) -> \(Self.identifier(bundle.to)) [label=\"\(label)\"\(style)]")
        }
        let legend = legend(language, way).map { Self.escaped($0) + "\\l" }.joined()
        lines.append(
            "    legend [shape=note, style=filled, fillcolor=\"#f7f7f0\", fontsize=11,"
                + " label=\"\(legend)\"]")
        return lines + ["}"]
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }
}
