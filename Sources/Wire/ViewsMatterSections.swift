// The sections of `matter.get`, in the order in which they stand and are given room.

internal import JSONText
internal import Supervision

extension Matter {
    /// What the audience sees beside the head.
    func sections(for audience: Audience, now: Instant) -> [MatterSection] {
        switch audience {
        case .participant(let named):
            return [dutySection(duties.filter { named.contains($0.number) })]
        case .supervised:
            return contents(
                now: now, showsSender: false, duties.filter { !$0.isAboutSupervisor })
        case .full:
            return contents(now: now, showsSender: true, duties)
        }
    }

    private func contents(
        now: Instant, showsSender: Bool, _ duties: [Duty]
    ) -> [MatterSection] {
        let phase = phase
        var sections: [MatterSection] = [
            .value("competence") { [competence] _, writer in
                writer.beginObject()
                Views.writeMembers(of: competence, into: &writer)
                writer.endObject()
            },
            .list("investigators", count: investigators.count) { [investigators] index, _, writer in
                writer.string(investigators[index].text)
            },
            deadlineSection(now),
        ]
        if let suspension { sections.append(MatterSection.suspension(suspension)) }
        sections += phaseSections
        sections.append(
            .list("documents", count: documents.count, hasBrief: true) { [documents] in
                Views.write(documents[$0], brief: $1, into: &$2)
            })
        if let report = phase.report {
            sections.append(
                .list("report", count: report.count) { Views.write(report[$0], into: &$2) })
        }
        sections.append(dutySection(duties))
        sections.append(.value("summary") { [registration] in $1.string(registration.summary) })
        sections.append(
            .list("findings", count: findings.count) { [findings] index, _, writer in
                Views.write(findings[index], into: &writer)
            })
        sections.append(
            .value("registration", hasBrief: true) { [registration] brief, writer in
                Views.write(
                    registration, showsSender: showsSender, brief: brief, into: &writer)
            })
        if let measures = phase.inquiry?.measures {
            sections.append(
                .list("measures", count: measures.count) { index, _, writer in
                    Views.write(measures[index], into: &writer)
                })
        }
        return sections
    }

    private func dutySection(_ duties: [Duty]) -> MatterSection {
        .list("duties", count: duties.count, hasBrief: true) {
            Views.write(duties[$0], brief: $1, into: &$2)
        }
    }

    /// The deadline runs unless the matter is suspended, a report waits for its review, or it
    /// passed.
    private func deadlineSection(_ now: Instant) -> MatterSection {
        .deadlines(term, phase.place, isRunning: deadlineToWatch != nil, now: now)
    }

    /// What only the present phase has.
    private var phaseSections: [MatterSection] {
        switch phase {
        case .complaint, .investigation, .opinion: return []
        case .rectification(let rectification):
            return Self.rejections(rectification.rejections, rectification.refusalRecorded)
        case .decision(let decision):
            let ground = MatterSection.value("ground") { _, writer in
                Views.write(decision.ground, into: &writer)
            }
            guard let issued = decision.issued else { return [ground] }
            return Self.rejections(issued.rejections, issued.refusalRecorded) + [ground]
        case .accountability(let accountability):
            return [.value("result") { $1.string(accountability.result.rawValue) }]
        case .closed(let closing):
            return [.value("closing") { _, writer in Views.write(closing, into: &writer) }]
        }
    }

    private static func rejections(_ count: Int, _ refusalRecorded: Bool) -> [MatterSection] {
        [
            .value("rejections") { $1.integer(count) },
            .value("refusalRecorded") { $1.bool(refusalRecorded) },
        ]
    }
}

extension Duty {
    /// Only the supervising side knows of it (Art. 20).
    var isAboutSupervisor: Bool {
        guard case .accountability(let item) = kind else { return false }
        return item.kind == .supervisor
    }
}

extension Phase {
    /// The report that waits for its review.
    fileprivate var report: [ItemReport]? {
        switch self {
        case .rectification(let rectification):
            if case .underReview(let report) = rectification.step { report } else { nil }
        case .decision(let decision):
            if case .executionReported(_, let report) = decision.step { report } else { nil }
        case .complaint, .investigation, .opinion, .accountability, .closed: nil
        }
    }

    fileprivate var inquiry: Inquiry? {
        switch self {
        case .complaint, .closed: nil
        case .investigation(let inquiry): inquiry
        case .opinion(let due): due.inquiry
        case .rectification(let rectification): rectification.inquiry
        case .decision(let decision): decision.inquiry
        case .accountability(let accountability): accountability.inquiry
        }
    }
}

// MARK: Parts of a matter, as they also stand in its history

extension Views {
    static func write(
        _ registration: Registration, showsSender: Bool, brief: Bool = false,
        into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("source")
        writer.beginObject()
        writer.member("kind", registration.source.kind.rawValue)
        // The supervised organ does not learn of contacts with other channels.
        if showsSender { writer.member("channel", registration.source.channel?.rawValue) }
        writer.endObject()
        writer.member("content", registration.content)
        if let day = registration.occurredOn { member("occurredOn", day, into: &writer) }
        writer.member("exOfficio", registration.exOfficio)
        writer.member("by", registration.by.text)
        writer.member("byOrgan", registration.byOrgan.text)
        member("at", registration.at, into: &writer)
        if brief {
            writer.member("truncated", true)
        } else {
            writer.member("incident", registration.incident)
            if showsSender, let complainant = registration.complainant {
                writer.key("complainant")
                writer.beginObject()
                writer.member("name", complainant.name)
                writer.member("contact", complainant.contact)
                writer.endObject()
            }
            writer.member("power", registration.power)
            if let escalation = registration.escalation {
                writer.key("escalation")
                writer.beginObject()
                writer.member("dispute", escalation.dispute.description)
                writer.member("ground", escalation.ground)
                writer.endObject()
            }
            if let distinction = registration.distinctFrom {
                writer.key("distinctFrom")
                writer.beginObject()
                writer.member("matter", distinction.matter.description)
                writer.member("reason", distinction.reason)
                writer.endObject()
            }
        }
        writer.endObject()
    }

    static func write(_ measure: InvestigationMeasure, into writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(of: measure, into: &writer)
        writer.endObject()
    }

    static func writeMembers(of measure: InvestigationMeasure, into writer: inout JSONWriter) {
        writer.member("kind", measure.kind.rawValue)
        member("on", measure.on, into: &writer)
        writer.member("summary", measure.summary)
        writer.member("institution", measure.institution)
        writer.member("specialty", measure.specialty)
        guard !measure.evidence.isEmpty else { return }
        writer.key("evidence")
        writer.beginArray()
        for evidence in measure.evidence {
            writer.beginObject()
            writer.member("name", evidence.name)
            writer.member("sha256", evidence.sha256)
            writer.endObject()
        }
        writer.endArray()
    }

    static func write(_ finding: Finding, into writer: inout JSONWriter) {
        writer.beginObject()
        let severity: Severity = finding.majorReason == nil ? .ordinary : .major
        writer.member("severity", severity.rawValue)
        member("grounds", finding.grounds, into: &writer)
        writer.member("facts", finding.facts)
        writer.member("majorReason", finding.majorReason)
        writer.member("concludedBy", finding.concludedBy.text)
        writer.endObject()
    }

    /// A document; in brief, without its requirements or orders.
    static func write(
        _ document: Document, brief: Bool = false, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writeMembers(of: document, brief: brief, into: &writer)
        writer.endObject()
    }

    static func writeMembers(
        of document: Document, brief: Bool = false, into writer: inout JSONWriter
    ) {
        writer.member("kind", document.kind.rawValue)
        writer.member("number", document.number)
        writer.member("issuer", document.issuer.text)
        writer.member("signedBy", document.signedBy.text)
        member("issuedAt", document.issuedAt, into: &writer)
        member("deadline", document.deadline, into: &writer)
        if brief {
            writer.member("truncated", true)
            writer.member("itemCount", document.items.count)
            return
        }
        writer.key("items")
        writer.beginArray()
        for (index, text) in document.items.enumerated() {
            write(ItemReport(item: index + 1, text: text), into: &writer)
        }
        writer.endArray()
    }

    static func write(_ report: ItemReport, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("item", report.item)
        writer.member("text", report.text)
        writer.endObject()
    }

    static func write(_ ground: DecisionGround, into writer: inout JSONWriter) {
        writer.beginObject()
        switch ground {
        case .unrectified(let unrectified):
            writer.member("kind", "unrectified")
            writer.member("opinion", unrectified.opinion.number)
            writer.member("reason", unrectified.reason)
            writer.member("failedBy", unrectified.failedBy.text)
        case .major(let major):
            writer.member("kind", "major")
            writer.member("reason", major.reason)
        }
        writer.endObject()
    }

    static func write(_ closing: Closing, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("outcome", closing.outcome.name)
        member("at", closing.at, into: &writer)
        writer.member("reason", closing.reason)
        switch closing.outcome {
        case .referred(let channel): writer.member("channel", channel.rawValue)
        case .merged(let target): writer.member("into", target.description)
        case .declined, .withdrawn, .main: break
        }
        writer.endObject()
    }
}
