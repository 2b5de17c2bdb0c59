// The seven commands of a matter that ends with an accepted rectification (Arts. 8 to 16), and the
// bytes of each. A request is joined from parts that are rendered once, so that the generator
// costs little beside the server that it measures.

/// Who issues a command. A connection speaks for one person, so it has one role.
enum Role: Int, CaseIterable {
    case clerk, investigator, signatory, respondent

    /// The person of the sample data, whose token is `sample-` and this id.
    var person: String {
        switch self {
        case .clerk: "cy-clerk"
        case .investigator: "cy-inv1"
        case .signatory: "cy-sign"
        case .respondent: "cy-market-resp"
        }
    }

    /// How many of the seven commands are of this role.
    var share: Int { Step.allCases.count { $0.role == self } }
}

/// A command of the procedure.
enum Step: Int, CaseIterable {
    case register, accept, recordMeasure, conclude, issueOpinion, report, acceptReport

    var role: Role {
        switch self {
        case .register, .accept: .clerk
        case .recordMeasure, .conclude, .acceptReport: .investigator
        case .issueOpinion: .signatory
        case .report: .respondent
        }
    }

    var method: String {
        switch self {
        case .register: "matter.register"
        case .accept: "matter.accept"
        case .recordMeasure: "investigation.recordMeasure"
        case .conclude: "investigation.conclude"
        case .issueOpinion: "opinion.issue"
        case .report: "rectification.report"
        case .acceptReport: "rectification.accept"
        }
    }

    /// The phase in which the command leaves the matter.
    var phaseAfter: String {
        switch self {
        case .register: "complaint"
        case .accept, .recordMeasure: "investigation"
        case .conclude: "opinion"
        case .issueOpinion, .report: "rectification"
        case .acceptReport: "closed"
        }
    }

    /// The command's own parameters in a course, as members.
    func parameters(_ course: Course) -> String {
        switch self {
        case .register:
            """
            "supervised":"chaoyang-market","source":{"kind":"complaint"},\
            "content":\(course.category),\
            "summary":"反映市场监管部门对无照经营举报逾期未作处理，且未告知理由。"
            """
        case .accept:
            #""investigators":["cy-inv1"]"#
                + (course.investigationDays.map { #","deadline":{"workingDays":\#($0)}"# } ?? "")
        case .recordMeasure:
            #""kind":"retrieveFiles","on":"2025-01-06","summary":"调取举报处理卷宗及现场检查笔录。""#
        case .conclude:
            """
            "outcome":"problem","facts":"举报受理后六十日内未作出处理决定，卷宗无延期审批。",\
            "grounds":[1,3],"severity":"ordinary"
            """
        case .issueOpinion:
            """
            "requirements":["对该举报依法作出处理决定并告知举报人。","清理同类逾期举报并报告结果。"],\
            "deadline":{"workingDays":\(course.rectificationDays)}
            """
        case .report:
            """
            "measures":[{"item":1,"text":"已作出处理决定并书面告知。"},\
            {"item":2,"text":"已清理逾期举报十二件。"}]
            """
        case .acceptReport: #""verified":[1,2]"#
        }
    }
}

/// The way of one matter: its commands in their order, and what differs between matters.
struct Course {
    /// The place of a command is the version of the matter that it expects.
    var steps: [Step]
    /// The item of Art. 8.
    var category = 2
    /// Working days; nil leaves the period to the law.
    var investigationDays: Int?
    /// Working days.
    var rectificationDays = 10

    /// All seven commands; the last one closes the matter.
    static let whole = Course(steps: Step.allCases)

    /// Matters that stay open after up to seven commands, as they lie in a real docket: a third
    /// under investigation, a third before the opinion, a third in rectification, of all categories
    /// and with deadlines that differ.
    ///
    /// - Parameter commands: how many each matter gets, 1 to 7.
    static func open(commands: Int) -> [Course] {
        let ways: [[Step]] = [
            [.register, .accept] + Array(repeating: .recordMeasure, count: 5),
            [.register, .accept] + Array(repeating: .recordMeasure, count: 4) + [.conclude],
            [.register, .accept] + Array(repeating: .recordMeasure, count: 2)
                + [.conclude, .issueOpinion, .report],
        ]
        var courses: [Course] = []
        for days in stride(from: 10, to: 60, by: 5) {
            for category in 1...9 {
                for way in ways {
                    courses.append(
                        Course(
                            steps: Array(way.prefix(commands)), category: category,
                            investigationDays: days, rectificationDays: days))
                }
            }
        }
        return courses
    }
}

/// The lines of one command of a course but for the numbers that differ from matter to matter.
struct RequestTemplate {
    let step: Step
    private let afterID: [UInt8]
    private let afterKey: [UInt8]
    private let afterMatter: [UInt8]

    /// - Parameters:
    ///   - version: the version of the matter that the command expects; 0 to register it.
    ///   - run: starts every idempotency key, so that two runs against one server do not meet.
    init(_ course: Course, version: Int, run: String) {
        self.init(course.steps[version], course, version: version, run: run)
    }

    /// A command that stands anywhere in its course.
    init(_ step: Step, _ course: Course, version: Int, run: String) {
        self.step = step
        afterID = Array(
            ",\"method\":\"\(step.method)\",\"params\":{\"idempotencyKey\":\"\(run)-".utf8)
        let own = step.parameters(course) + "}}\n"
        if version == 0 {
            afterKey = Array("\",\(own)".utf8)
            afterMatter = []
        } else {
            afterKey = Array("-\(version)\",\"matter\":\"S".utf8)
            afterMatter = Array("\",\"expectedVersion\":\(version),\(own)".utf8)
        }
    }

    private static let start = Array("{\"jsonrpc\":\"2.0\",\"id\":".utf8)

    /// Appends one line.
    ///
    /// - Parameters:
    ///   - key: the number of the matter within this run.
    ///   - serial: the server's number of the matter; unused when it registers one.
    func write(id: Int, key: Int, serial: Int, into buffer: inout [UInt8]) {
        buffer.append(contentsOf: Self.start)
        buffer.append(decimal: id)
        buffer.append(contentsOf: afterID)
        buffer.append(decimal: key)
        buffer.append(contentsOf: afterKey)
        guard !afterMatter.isEmpty else { return }
        buffer.append(decimal: serial)
        buffer.append(contentsOf: afterMatter)
    }
}

extension [UInt8] {
    /// Appends a number that is not negative.
    mutating func append(decimal number: Int) {
        let start = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}
