internal import JSONText
internal import Supervision
internal import Wire

// Documents by their numbers. A number is printed on paper, and who holds the paper knows nothing
// of matters.

extension Core {
    /// The issuer and the kind count from 1 each, so that an opinion and a decision of one issuer
    /// bear the same number, and two issuers do that have one name and no prefix, or had one prefix
    /// in rosters of different years.
    mutating func getDocument(
        _ number: String, _ kind: DocumentKind?, _ issuer: OrganID?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        let hits = docket.documents.matters(ofDocument: number)
            .map { docket.records.affair($0) }
            .filter { showsDocuments($0, to: principal) }
            .flatMap { $0.published(number) }
            .filter { kind == nil || $0.kind == kind }
            .filter { issuer == nil || $0.issuer == issuer }
        guard let document = hits.first else {
            return refuse(address, &session, .documentNotFound(number))
        }
        guard hits.count == 1 else {
            let kinds = DocumentKind.allCases.filter { kind in hits.contains { $0.kind == kind } }
            let error =
                kinds.count > 1
                ? WireError.ambiguousDocument(number, by: "kind", kinds.map(\.rawValue))
                : WireError.ambiguousDocument(number, by: "issuer", hits.map(\.issuer.text))
            return refuse(address, &session, error)
        }
        let (roster, principals) = (roster, house.principals)
        reply(address, &session) {
            Views.write(document, roster: roster, principals: principals, into: &$0)
        }
    }

    /// The same circle to which `matter.get` shows documents.
    private func showsDocuments(_ affair: Affair, to principal: Principal) -> Bool {
        switch affair.audience(of: principal, in: roster) {
        case .full, .supervised: true
        case .participant, nil: false
        }
    }
}

extension Affair {
    fileprivate func published(_ number: String) -> [PublishedDocument] {
        switch self {
        case .matter(let matter):
            matter.documents.indices.filter { matter.documents[$0].number == number }
                .map { PublishedDocument($0, of: matter) }
        case .dispute(let dispute):
            [PublishedDocument(of: dispute)].compactMap { $0 }.filter { $0.number == number }
        }
    }
}
