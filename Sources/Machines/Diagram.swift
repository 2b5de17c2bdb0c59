// The picture of a machine, from the table that the machine itself runs by. It is a value of
// names only, so that every machine is drawn by the same code.

package import Supervision

/// A machine as it is drawn: phases with their places, and arrows between places.
package struct Diagram: Sendable {
    package struct Spot: Hashable, Sendable {
        /// As on the wire: `rectification.awaitingReport`.
        package var id: String
        package var name: Bilingual

        package static func == (a: Spot, b: Spot) -> Bool { a.id == b.id }
        package func hash(into hasher: inout Hasher) { hasher.combine(id) }
    }

    /// A phase; one without steps holds a single place of its own name.
    package struct Stretch: Sendable {
        package var id: String
        package var name: Bilingual
        package var places: [Spot]
    }

    package struct Arrow: Sendable {
        /// Nil for the command that makes a matter.
        package var from: String?
        package var to: String
        package var command: String
        package var name: Bilingual
        package var cites: Citation
        package var by: Bilingual
    }

    /// A command that is possible in many places and leads nowhere else.
    package struct Standing: Sendable {
        package var command: String
        package var name: Bilingual
        package var cites: Citation
        package var places: [String]
        package var isAllowedWhileSuspended: Bool
    }

    package var title: Bilingual
    package var stretches: [Stretch]
    package var arrows: [Arrow]
    package var standing: [Standing]

    /// From how many places on a command that stays where it is stands beside the picture.
    private static let standingPlacesMin = 3

    /// The machine of supervision matters.
    package static let supervision = Diagram(
        title: Bilingual(zh: "监督事项", en: "The supervision matter"), places: Place.each,
        table: TableRow.supervision)

    /// The machine of disputes (Art. 13).
    package static let dispute = Diagram(
        title: Bilingual(zh: "争议协调事项", en: "The dispute"), places: Place.ofDisputes,
        table: TableRow.dispute)

    private init(title: Bilingual, places: [Place], table: [TableRow]) {
        self.title = title
        (stretches, arrows, standing) = ([], [], [])
        for place in places {
            let spot = Spot(id: place.name, name: place.stepName?.text ?? place.phaseName.text)
            if stretches.last?.id == place.phaseName.rawValue {
                stretches[stretches.count - 1].places.append(spot)
            } else {
                stretches.append(
                    Stretch(
                        id: place.phaseName.rawValue, name: place.phaseName.text, places: [spot]))
            }
        }
        for row in table {
            let from = places.filter { row.from.contains($0) }
            let to = places.filter { row.to.contains($0) }
            if from == to, from.count >= Self.standingPlacesMin {
                standing.append(
                    Standing(
                        command: row.command, name: row.name, cites: row.cites,
                        places: from.map(\.name), isAllowedWhileSuspended: row.whileSuspended))
                continue
            }
            // A command that may stay where it is leads from no place to another of its `from`.
            let pairs: [(Place?, Place)] =
                from.isEmpty
                ? to.map { (nil, $0) }
                : from.flatMap { source in
                    to.filter { $0 == source || !from.contains($0) }.map { (source, $0) }
                }
            arrows += pairs.map { source, target in
                Arrow(
                    from: source?.name, to: target.name, command: row.command, name: row.name,
                    cites: row.cites, by: row.by)
            }
        }
    }
}

/// The way that one matter took, to be marked in the picture of its machine.
package struct DiagramWay: Equatable, Sendable {
    package struct Step: Equatable, Sendable {
        /// Nil for what the clock did, and for an entry that tells no command.
        package var command: String?
        /// Where the matter stood afterwards, as a spot's id.
        package var place: String

        package init(command: String?, place: String) {
            self.command = command
            self.place = place
        }
    }

    package var steps: [Step]

    package init(steps: [Step]) {
        self.steps = steps
    }

    /// The place where it stands now.
    var last: String? { steps.last?.place }

    func visits(_ place: String) -> Bool { steps.contains { $0.place == place } }

    /// The numbers of the steps that took an arrow, counted from 1.
    func numbers(of arrow: Diagram.Arrow) -> [Int] {
        steps.indices.filter { index in
            steps[index].command == arrow.command && steps[index].place == arrow.to
                && (index == 0 ? nil : steps[index - 1].place) == arrow.from
        }.map { $0 + 1 }
    }

    /// The numbers of the steps that gave a standing command.
    func numbers(of standing: Diagram.Standing) -> [Int] {
        steps.indices.filter { steps[$0].command == standing.command }.map { $0 + 1 }
    }
}
