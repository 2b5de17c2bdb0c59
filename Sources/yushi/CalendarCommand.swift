// The working calendar: the State Council's arrangement comes once a year, and an operator adds it
// to the file that the server reads. The server is not asked: it reads the file again on SIGHUP,
// and records in every matter concerned what the new edition makes of its deadline.

internal import ArgumentParser
internal import Glibc
internal import ReferenceData
internal import Supervision

/// `yushi calendar …`
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: CalendarText.calendar.local, subcommands: [Add.self])

    /// `yushi calendar add FILE --to CALENDAR`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: CalendarText.add.local,
            discussion: CalendarText.addDiscussion.local)

        @Option(name: .customLong("to"), help: ArgumentHelp(stringLiteral: CalendarText.to.local))
        var target: String

        @Flag(help: ArgumentHelp(stringLiteral: CalendarText.replace.local))
        var replace = false

        @Option(
            name: .customLong("reload"),
            help: ArgumentHelp(stringLiteral: CalendarText.reload.local))
        var process: Int32?

        @Argument(help: ArgumentHelp(stringLiteral: CalendarText.file.local))
        var file: String

        func run() throws {
            // Nothing is written for a process that is no server.
            if let process, !Self.isServer(process) {
                Terminal.say(
                    ErrorText.error.filled(CalendarText.noServer.filled(String(process))))
                throw ExitCode(ExitStatus.usage.rawValue)
            }
            let (new, present) = try read()
            let addition: CalendarAddition
            do {
                addition = try ReferenceData.calendar(
                    adding: new, file: file, to: present, replaces: replace)
            } catch {
                throw Self.report(error.description, .data)
            }
            do {
                try ReferenceData.replace(
                    target, with: ReferenceData.text(addition.calendar, note: addition.note))
            } catch {
                throw Self.report(error.description, .unavailable)
            }
            for line in Self.lines(addition, .current) { Terminal.print(line) }
            try reloadServer()
        }

        /// The new edition as bytes, and the calendar that is there, if one is.
        private func read() throws -> (new: [UInt8], present: WorkingCalendar?) {
            do {
                let new = try ReferenceData.content(of: file)
                guard unsafe access(target, F_OK) == 0 else { return (new, nil) }
                return (new, try ReferenceData.calendar(path: target))
            } catch {
                throw Self.report(error.description, error.file == file ? .notFound : .data)
            }
        }

        private func reloadServer() throws {
            guard let process else {
                return Terminal.print(CalendarText.tellServer.local)
            }
            guard kill(process, SIGHUP) == 0 else {
                throw Self.report(
                    CalendarText.notReloaded.filled(String(process)), .unavailable)
            }
            Terminal.print(CalendarText.reloading.filled(String(process)))
        }

        /// Whether the process is a server: another one would be ended by the signal.
        static func isServer(_ process: Int32) -> Bool {
            guard process > 0,
                let name = try? ReferenceData.content(of: "/proc/\(process)/comm")
            else { return false }
            return name == Array("yushid\n".utf8)
        }

        private static func report(_ message: String, _ status: ExitStatus) -> ExitCode {
            Terminal.say(ErrorText.error.filled(Table.plain(message)))
            return ExitCode(status.rawValue)
        }

        /// What was written, for people.
        static func lines(_ addition: CalendarAddition, _ language: Language) -> [String] {
            func list(_ years: [Int]) -> String {
                years.isEmpty ? "-" : years.map(String.init).joined(separator: ", ")
            }
            let all = addition.calendar.years.keys.sorted()
            var lines = [
                Table.plain(
                    CalendarText.written.filled(
                        addition.calendar.edition, list(all), in: language)),
                CalendarText.added.filled(list(addition.added), in: language),
            ]
            if !addition.replaced.isEmpty {
                lines.append(CalendarText.replaced.filled(list(addition.replaced), in: language))
            }
            return lines
        }
    }
}

/// The texts of `yushi calendar`.
enum CalendarText {
    static let calendar = Text(zh: "工作日历", en: "The working calendar")
    static let add = Text(
        zh: "把新一版放假安排加入服务的日历文件", en: "Add a new edition to the server's calendar file")
    static let addDiscussion = Text(
        zh: """
            先检查新文件，再一次性替换日历文件：要么是旧内容，要么是新内容。服务重新读取后，\
            凡因缺少该年安排而暂定的期限都重新计算，并作为记录写入有关事项。
            """,
        en: """
            The new file is checked first, then the calendar file is replaced at once: it has the \
            old content or the new one. When the server has read it again, every deadline that was \
            provisional for want of that year is computed again, and its matter has an entry that \
            says so.
            """)
    static let to = Text(
        zh: "服务所用的日历文件（yushid --calendar）；没有则新建",
        en: "The calendar file of the server (yushid --calendar); made when there is none")
    static let replace = Text(
        zh: "允许新一版改动已有的年份", en: "Let the new edition change a year that is there already")
    static let reload = Text(
        zh: "写入后向这一 yushid 进程发送 SIGHUP", en: "Send SIGHUP to this yushid process afterwards")
    static let file = Text(zh: "新一版日历", en: "The new edition")
    static let written = Text(
        zh: "已写入：版本 {0}，年份 {1}", en: "written: edition {0}, years {1}")
    static let added = Text(zh: "新增年份：{0}", en: "years added: {0}")
    static let replaced = Text(zh: "改动年份：{0}", en: "years changed: {0}")
    static let tellServer = Text(
        zh: "请让服务重新读取：systemctl reload yushid，或 kill -HUP 进程号",
        en: "tell the server to read it: systemctl reload yushid, or kill -HUP PID")
    static let reloading = Text(
        zh: "已通知进程 {0}；结果见服务日志", en: "process {0} was told; its log has the outcome")
    static let notReloaded = Text(
        zh: "日历已写入，但无法通知进程 {0}", en: "the calendar is written, but process {0} cannot be told")
    static let noServer = Text(
        zh: "进程 {0} 不是 yushid，未作任何改动", en: "process {0} is no yushid; nothing was changed")
}
