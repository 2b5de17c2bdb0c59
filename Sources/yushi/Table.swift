// A table of text for a terminal.

/// Rows under headings, lined up and clipped to a width.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []
    /// Between two columns.
    private static let gap = 2

    init(_ headings: [String]) {
        self.headings = headings
    }

    /// Adds a row with as many cells as there are headings. Controls and line feeds become
    /// spaces: what a server sent must not move the cursor of a terminal.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == headings.count, "a row has a cell for each heading")
        rows.append(cells.map(Self.plain))
    }

    /// A text on one line without controls.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            result.append(isControl ? " " : scalar)
        }
        return String(result)
    }

    /// The lines of the table.
    ///
    /// - Parameter columns: the width of the terminal; nil does not clip.
    func lines(columns: Int?) -> [String] {
        let all = [headings] + rows
        let widths = headings.indices.map { column in
            all.map { DisplayWidth.width(of: $0[column]) }.max() ?? 0
        }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                if column == row.count - 1 {
                    line += cell
                } else {
                    line += DisplayWidth.padded(cell, to: widths[column] + Self.gap)
                }
            }
            while line.last == " " { line.removeLast() }
            guard let columns else { return line }
            return DisplayWidth.clipped(line, to: columns)
        }
    }
}
