// What a document of a matter rests on. A matter keeps its findings and its documents in two lists;
// which finding a document belongs to follows from the order in which the law lets them come.

extension Matter {
    /// The finding on which a document of this matter rests (Art. 14 para. 1).
    ///
    /// Every finding has led to its documents before the next one can be made: an ordinary one to
    /// an opinion, and perhaps to the decision on what was not rectified; a major one to a decision
    /// alone. Only after a matter was reopened is there more than one.
    ///
    /// - Parameter index: the place of the document in ``documents``.
    public func finding(ofDocument index: Int) -> Finding? {
        var next = 0
        for (place, finding) in documentedFindings.enumerated() {
            let end = next + documentCount(of: place, from: next)
            if (next..<end).contains(index) { return finding }
            next = end
        }
        return nil
    }

    /// The opinion on whose missing rectification a decision rests; nil for an opinion, and for a
    /// decision on major problems (Art. 14 para. 1).
    public func unrectifiedOpinion(ofDocument index: Int) -> Document? {
        guard documents[index].kind == .decision, index > 0,
            let finding = finding(ofDocument: index), finding.majorReason == nil
        else { return nil }
        return documents[index - 1]
    }

    /// The findings whose documents were issued: all but one that still waits for its own.
    private var documentedFindings: ArraySlice<Finding> {
        switch phase {
        case .opinion: findings.dropLast()
        case .decision(let decision):
            if case .due = decision.step, case .major = decision.ground {
                findings.dropLast()
            } else {
                findings[...]
            }
        case .complaint, .investigation, .rectification, .accountability, .closed: findings[...]
        }
    }

    private func documentCount(of place: Int, from start: Int) -> Int {
        guard findings[place].majorReason == nil else { return 1 }
        // The decisions that follow an opinion belong to the major findings that follow its own,
        // and when there is one more, the first is that on the opinion.
        let decisions = documents.dropFirst(start + 1).prefix { $0.kind == .decision }.count
        let majors = documentedFindings.dropFirst(place + 1).prefix { $0.majorReason != nil }.count
        return decisions > majors ? 2 : 1
    }
}
