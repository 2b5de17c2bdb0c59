import Supervision

// The values that events and matters are made of.

extension Samples {
    var organ: OrganID { OrganID("bj-hd-chengguan") }
    var person: PersonID { PersonID("p-1") }

    /// 10 working days from 2026-03-01 on.
    var deadline: Deadline {
        Deadline(
            period: .workingDays(10), startedOn: CivilDate(daysSinceEpoch: 20_513),
            lastDay: CivilDate(daysSinceEpoch: 20_528), suspendedDays: 0, provisional: false)
    }

    var calendarDeadline: Deadline {
        Deadline(
            period: .days(3650), startedOn: CivilDate(daysSinceEpoch: -1),
            lastDay: CivilDate(daysSinceEpoch: 3650), suspendedDays: 0, provisional: true)
    }

    /// Its last day lies in the year 10000.
    var dateDeadline: Deadline {
        Deadline(
            period: .date(CivilDate(daysSinceEpoch: 2_932_896)),
            startedOn: CivilDate(daysSinceEpoch: 20_513),
            lastDay: CivilDate(daysSinceEpoch: 2_932_899), suspendedDays: 3, provisional: false)
    }

    var movedDeadline: Deadline {
        var moved = deadline
        moved.suspendedDays = 4
        moved.provisional = true
        return moved
    }

    /// Moved by suspensions that are known.
    var resumedDeadline: Deadline {
        var resumed = deadline
        resumed.suspendedDays = 4
        resumed.standstills = [
            Deadline.Standstill(
                from: CivilDate(daysSinceEpoch: 20_516), to: CivilDate(daysSinceEpoch: 20_518)),
            Deadline.Standstill(
                from: CivilDate(daysSinceEpoch: 20_520), to: CivilDate(daysSinceEpoch: 20_522)),
        ]
        return resumed
    }

    var plainRegistration: Registration {
        Registration(
            supervised: organ, source: Source(kind: .complaint), content: 1, summary: text(),
            incident: nil, occurredOn: nil, complainant: nil, power: nil, distinctFrom: nil,
            by: person, byOrgan: organ, at: Instant(milliseconds: -1))
    }

    var fullRegistration: Registration {
        Registration(
            supervised: organ, source: Source(kind: .referral, channel: .audit), content: 9,
            summary: text(), incident: text(), occurredOn: CivilDate(daysSinceEpoch: 19_782),
            complainant: Complainant(name: text(), contact: text()), exOfficio: true,
            power: text(),
            distinctFrom: Distinction(
                matter: MatterID(kind: .supervision, serial: 12), reason: text()),
            by: person, byOrgan: organ, at: Instant(milliseconds: 1_772_323_200_123))
    }

    var fullCompetence: Competence {
        Competence(
            basis: Citation(14, paragraph: 1, item: 3), byReference: true, notifySuperior: text(),
            assistFrom: [organ, OrganID("bj")])
    }

    var plainMeasure: InvestigationMeasure {
        InvestigationMeasure(
            kind: .hearing, on: CivilDate(daysSinceEpoch: 20_514), summary: text())
    }

    var fullMeasure: InvestigationMeasure {
        InvestigationMeasure(
            kind: .commissionedTesting, on: CivilDate(daysSinceEpoch: 20_515), summary: text(),
            institution: text(), specialty: text(),
            evidence: [
                Evidence(name: text(), sha256: String(repeating: "0a", count: 32)),
                Evidence(name: text(), sha256: String(repeating: "f9", count: 32)),
            ])
    }

    var reports: [ItemReport] {
        [ItemReport(item: 1, text: text()), ItemReport(item: 2, text: "")]
    }

    func document(_ kind: DocumentKind) -> Document {
        Document(
            kind: kind, number: "海司监〔2026〕7号", issuer: organ, signedBy: person,
            issuedAt: Instant(milliseconds: 1_772_900_000_000), items: [text(), text()],
            deadline: deadline)
    }

    var finding: Finding {
        Finding(facts: text(), grounds: [1, 3], majorReason: nil, concludedBy: person)
    }

    var majorFinding: Finding {
        Finding(facts: text(), grounds: [2], majorReason: text(), concludedBy: person)
    }

    var record: OfficerMeasureRecord {
        OfficerMeasureRecord(
            measure: .revokeQualification, fault: .intentional, harm: text(),
            circumstances: text(), serious: true)
    }

    /// One item in every status, the settled ones with every settlement.
    var items: [AccountabilityItem] {
        let statuses: [AccountabilityItem.Status] = [
            .open, .notified(unit: organ), .handled(unit: organ, record),
            .referred(.discipline, authority: text()),
            .settled(.handled(unit: organ, record)),
            .settled(.outcome(.criminal, authority: text(), outcome: text())),
            .settled(.dismissed(reason: text())),
        ]
        let plain = statuses.map {
            AccountabilityItem(kind: .nonExecution, facts: text(), status: $0)
        }
        return plain + [
            AccountabilityItem(
                kind: .supervisor, facts: text(), misconduct: .favouritism,
                person: AccusedPerson(name: text(), organ: organ, position: nil)),
            AccountabilityItem(
                kind: .officer, facts: text(), misconduct: .neglectOfDuty,
                person: AccusedPerson(name: text(), organ: organ, position: text()),
                responsible: [ResponsiblePerson(name: text(), position: text())]),
            AccountabilityItem(
                kind: .officer, facts: text(),
                person: AccusedPerson(name: text(), organ: organ, position: nil),
                status: .notified(unit: organ), isUnitTold: true),
        ]
    }
}
