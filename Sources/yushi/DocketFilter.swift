// The filters of the docket as flags.

internal import ArgumentParser
internal import JSONText

/// Which matters are meant; every filter that is given must hold.
struct DocketFilter: ParsableArguments {
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var kind: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var phase: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var step: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var supervising: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var supervised: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var acting: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var investigator: String?
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(stringLiteral: HelpText.filterFlag.local))
    var overdue: Bool?
    @Flag(inversion: .prefixedNo, help: ArgumentHelp(stringLiteral: HelpText.filterFlag.local))
    var suspended: Bool?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterDate.local))
    var dueBefore: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var source: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var category: Int?
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(stringLiteral: HelpText.filterEqual.local))
    var secrecy: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterDate.local))
    var registeredFrom: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterDate.local))
    var registeredTo: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.filterText.local))
    var text: String?

    /// Writes the member `filter` of the parameters.
    func write(into writer: inout JSONWriter) {
        writer.key("filter")
        writer.beginObject()
        writer.member("kind", kind)
        writer.member("phase", phase)
        writer.member("step", step)
        writer.member("supervising", supervising)
        writer.member("supervised", supervised)
        writer.member("acting", acting)
        writer.member("investigator", investigator)
        writer.member("overdue", overdue)
        writer.member("suspended", suspended)
        writer.member("dueBefore", dueBefore)
        writer.member("source", source)
        // A number beyond what JSON carries exactly is beyond every category, too.
        writer.member("category", category.map { min(max($0, -1), 1000) })
        writer.member("class", secrecy)
        writer.member("registeredFrom", registeredFrom)
        writer.member("registeredTo", registeredTo)
        writer.member("text", text)
        writer.endObject()
    }
}
