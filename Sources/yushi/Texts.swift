// Every sentence and heading that the command line prints, in both languages.

/// The texts of `--help`.
enum HelpText {
    static let yushi = Text(zh: "御史：行政执法监督服务的命令行", en: "The command line of Yushi")
    static let exitTable = Text(
        zh: """
            退出状态：
              0   完成
              64  命令行或参数有误
              65  服务拒绝该命令（如 REFUSED、NOT_IN_PHASE、VERSION_CONFLICT），\
            或会话文件未通过
              66  没有这一事项、机关或文件（NOT_FOUND）
              69  服务不可用：无法连接、正在停止、存储不可用、过于繁忙
              70  服务或命令行内部错误
              74  已经完成，但结果无法写出
              76  对方不遵守协议
              77  没有权限（UNAUTHENTICATED、NOT_AUTHORISED）
            语言取自 LC_ALL、LC_MESSAGES、LANG。
            """,
        en: """
            EXIT STATUS:
              0   done
              64  the command line or the parameters are wrong
              65  the server refused the command (such as REFUSED, NOT_IN_PHASE,
                  VERSION_CONFLICT), or a session file did not pass
              66  there is no such matter, organ or file (NOT_FOUND)
              69  the server is unavailable: no connection, draining, no store, too busy
              70  an internal error of the server or the command line
              74  done, but the result could not be written
              76  the other side does not keep to the protocol
              77  no permission (UNAUTHENTICATED, NOT_AUTHORISED)
            The language follows LC_ALL, LC_MESSAGES, LANG.
            """)
    static let server = Text(
        zh: "服务地址：tcp:主机:端口 或 unix:路径（环境变量 YUSHI_SERVER）",
        en: "The server: tcp:host:port or unix:path (environment: YUSHI_SERVER)")
    static let token = Text(
        zh: "访问令牌（环境变量 YUSHI_TOKEN）",
        en: "The bearer token (environment: YUSHI_TOKEN)")
    static let tokenFile = Text(
        zh: "存放令牌的文件，取其第一行", en: "A file whose first line is the token")
    static let json = Text(
        zh: "标准输出只写 JSON", en: "Print nothing but JSON to the standard output")
    static let call = Text(zh: "调用任一方法", en: "Call any method")
    static let method = Text(zh: "方法名", en: "The name of the method")
    static let params = Text(
        zh: "参数：一个 JSON 对象；- 表示从标准输入读取",
        en: "The parameters: one JSON object, or - to read it from the standard input")
    static let matter = Text(zh: "查看监督事项和争议", en: "Look at matters and disputes")
    static let matterShow = Text(zh: "显示一个事项", en: "Show one matter")
    static let matterHistory = Text(zh: "显示一个事项的经过", en: "Show what happened to a matter")
    static let matterExplain = Text(
        zh: "说明可以办理的命令，以及其他命令为何不能办理",
        en: "Say which commands are possible now, and why the others are not")
    static let explainedCommand = Text(
        zh: "命令名；不写则说明全部", en: "The name of a command; all of them if left out")
    static let explainedParams = Text(
        zh: "该命令的参数（JSON 对象），据以判断这一命令本身",
        en: "The parameters of that command, a JSON object, to judge this very command")
    static let matterAsOf = Text(
        zh: "显示一个事项在某一版本或者某一时间的状态",
        en: "Show a matter as it was after a version, or at a moment")
    static let asOfVersion = Text(zh: "版本", en: "The version")
    static let asOfMoment = Text(
        zh: "协调世界时，如 2026-04-01T08:00:00Z", en: "A moment in UTC such as 2026-04-01T08:00:00Z")
    static let matterID = Text(zh: "事项编号", en: "The id of the matter")
    static let all = Text(zh: "取全部各页", en: "Fetch all pages")
    static let matterDiagram = Text(
        zh: "画出一个事项在流程中走过的路径", en: "Draw the way that a matter took")
    static let machine = Text(
        zh: "检验和绘制流程（状态机），不需要服务", en: "Check and draw the machines; needs no server")
    static let machineCheck = Text(
        zh: "逐格检验流程，并走遍全部可达状态",
        en: "Walk through every cell, and over every reachable state")
    static let dutiesMax = Text(
        zh: "走遍状态时一个事项最多有几项义务：0 至 3",
        en: "How many duties a matter may have in the walk over its states: 0 to 3")
    static let machineDiagram = Text(
        zh: "由规则表画出流程图，箭头上标注条文",
        en: "Draw a machine from its table, with the articles on the arrows")
    static let machineName = Text(
        zh: "哪个流程：supervision 或 dispute", en: "Which machine: supervision or dispute")
    static let pictureFormat = Text(
        zh: "图的格式：mermaid 或 dot", en: "The form of the picture: mermaid or dot")
    static let pictureLanguage = Text(
        zh: "图的语言：zh 或 en；缺省同命令行", en: "The language of the picture: zh or en")
    static let docket = Text(zh: "查看待办", en: "Look at the live queues")
    static let docketList = Text(zh: "列出待办事项", en: "List matters")
    static let docketCount = Text(zh: "统计待办事项", en: "Count matters")
    static let docketStatistics = Text(
        zh: "统计分析：数量、各阶段用时、逾期率、整改率",
        en: "Statistics: numbers, times in each phase, rates")
    static let statisticsFrom = Text(
        zh: "只要这一天起登记的事项", en: "Only matters registered on this day or later")
    static let statisticsTo = Text(
        zh: "只要这一天为止登记的事项", en: "Only matters registered on this day or earlier")
    static let docketWatch = Text(
        zh: "持续显示变化，直到中断", en: "Show changes until interrupted")
    static let sort = Text(
        zh: "排序：deadline、registeredAt、position，前加 - 为倒序",
        en: "The order: deadline, registeredAt or position; with - in front the other way round")
    static let groupBy = Text(
        zh: "分组：kind、phase、step、supervising、supervised、acting、source、category、class、"
            + "overdue、suspended",
        en: "The groups: kind, phase, step, supervising, supervised, acting, source, category, "
            + "class, overdue or suspended")
    static let fromPosition = Text(
        zh: "从这一位置之后开始", en: "Begin after this position")
    static let pageSize = Text(zh: "每页条数", en: "Items on a page")
    static let filterEqual = Text(zh: "只要此值相等的事项", en: "Only matters with this value")
    static let filterFlag = Text(
        zh: "只要（或不要）这样的事项", en: "Only matters that are, or are not, so")
    static let filterDate = Text(zh: "日期，如 2026-04-01", en: "A date such as 2026-04-01")
    static let filterText = Text(
        zh: "摘要或事件编号中的文字", en: "Words of the summary or the incident reference")
    static let organ = Text(zh: "查看机关和权限", en: "Look at organs and competence")
    static let organCompetence = Text(
        zh: "一个机关能否监督另一个机关", en: "Whether one organ may supervise another")
    static let organOf = Text(zh: "监督机关", en: "The supervising organ")
    static let organOver = Text(zh: "被监督机关", en: "The supervised organ")
    static let organShow = Text(zh: "显示一个机关", en: "Show one organ")
    static let organID = Text(zh: "机关编号", en: "The id of the organ")
    static let organList = Text(zh: "列出机关", en: "List organs")
    static let status = Text(zh: "显示服务状态", en: "Show the state of the server")
    static let tokens = Text(zh: "访问令牌", en: "Bearer tokens")
    static let tokenNew = Text(
        zh: "生成一个令牌及其 SHA-256", en: "Make a token and its SHA-256")
    static let replay = Text(
        zh: "重放会话文件（*.session）", en: "Replay session files (*.session)")
    static let replayFiles = Text(zh: "会话文件", en: "The session files")
    static let replaySpawn = Text(
        zh: "为每个文件启动这一 yushid", en: "Start this yushid for each file")
    static let replayFile = Text(
        zh: "交给所启动服务的文件", en: "A file for the server that is started")
    static let replayTokens = Text(
        zh: "令牌文件：{主体编号: 令牌}", en: "The tokens: a file {principal id: token}")
    static let replayKill = Text(
        zh: "在语句之间强行终止并重启服务", en: "Kill and restart the server between statements")
    static let replayAccept = Text(
        zh: "把不同的值写回文件，保留匹配符", en: "Write values that differ into the file; keep matchers")
}

/// The texts of errors.
enum ErrorText {
    static let error = Text(zh: "错误：{0}", en: "error: {0}")
    static let reason = Text(zh: "原因：{0}", en: "reason: {0}")
    static let basis = Text(zh: "依据：{0}", en: "basis: {0}")
    static let policy = Text(zh: "内部规则 {0}", en: "house rule {0}")
    static let procedure = Text(
        zh: "程序：无需条文或者内部规定即可说明", en: "procedure: no article or house rule is needed to say so")
    static let rule = Text(zh: "规则：{0}", en: "rule: {0}")
    static let parameter = Text(zh: "参数：{0}", en: "parameter: {0}")
    static let expected = Text(zh: "应为：{0}", en: "expected: {0}")
    static let didYouMean = Text(zh: "是否指：{0}", en: "did you mean: {0}")
    static let allowed = Text(zh: "允许：{0}", en: "allowed: {0}")
    static let missing = Text(zh: "缺少：{0}", en: "missing: {0}")
    static let roles = Text(zh: "可由以下角色办理：{0}", en: "these roles could do it: {0}")
    static let organs = Text(zh: "可由以下机关办理：{0}", en: "these organs could do it: {0}")
    static let from = Text(zh: "最早时间：{0}", en: "not before: {0}")
    static let phase = Text(zh: "当前阶段：{0}", en: "present phase: {0}")
    static let allowedIn = Text(zh: "可在以下阶段办理：{0}", en: "possible in: {0}")
    static let currentVersion = Text(zh: "当前版本：{0}", en: "present version: {0}")
    static let trace = Text(zh: "日志编号：{0}", en: "trace: {0}")
    static let advice = Text(zh: "建议：{0}", en: "what to do: {0}")

    static let adviseReload = Text(
        zh: "重新读取事项，以其版本再试", en: "read the matter again and use its version")
    static let adviseToken = Text(
        zh: "用 --token、--token-file 或 YUSHI_TOKEN 给出有效令牌",
        en: "give a valid token with --token, --token-file or YUSHI_TOKEN")
    static let adviseOther = Text(
        zh: "由有权的人员办理", en: "leave it to someone who may do it")
    static let adviseID = Text(
        zh: "核对编号；无权查看的也显示为不存在",
        en: "check the id; what you may not see does not exist for you either")
    static let adviseLater = Text(zh: "稍后再试", en: "try again later")
    static let adviseExplain = Text(
        zh: "用 matter.explain 查看现在可以办理的命令",
        en: "ask matter.explain which commands are possible now")
    static let adviseStart = Text(
        zh: "核对 --server，并确认服务已启动",
        en: "check --server, and that the server is running")
    static let adviseParams = Text(
        zh: "核对方法和参数", en: "check the method and its parameters")
    static let adviseKey = Text(
        zh: "换一个 idempotencyKey", en: "use another idempotencyKey")
    static let adviseRestartList = Text(
        zh: "从第一页重新开始", en: "begin again with the first page")
    static let adviseDuplicate = Text(
        zh: "查看已有事项；确属另一事件的，用 distinctFrom 说明",
        en: "look at the matter that exists; if this is another, say why with distinctFrom")

    static let notAllowed = Text(zh: "不能办理：{0}", en: "not allowed: {0}")
    static let adviseExplainCommand = Text(
        zh: "运行 yushi matter explain {0} {1}，查看由谁、在何时可以办理",
        en: "run yushi matter explain {0} {1} to see who could do it, and when")
    static let versionOrMoment = Text(
        zh: "--version 与 --at 应当恰好给出一个", en: "give exactly one of --version and --at")
    static let badAddress = Text(
        zh: "“{0}”不是地址", en: "'{0}' is no address such as tcp:host:port or unix:path")
    static let unreachable = Text(zh: "无法连接 {0}：{1}", en: "cannot connect to {0}: {1}")
    static let broken = Text(zh: "连接中断：{0}", en: "the connection broke: {0}")
    static let timedOut = Text(zh: "服务没有及时答复", en: "the server did not answer in time")
    static let outcomeUnknown = Text(
        zh: "命令是否已执行尚不清楚；用相同的 idempotencyKey 再次调用即可得知",
        en: "whether a command was carried out is unknown; the same call with the same "
            + "idempotencyKey tells")
    static let protocolBroken = Text(
        zh: "对方不遵守协议：{0}", en: "the other side does not keep to the protocol: {0}")
    static let badParameters = Text(
        zh: "参数不是一个 JSON 对象：{0}", en: "the parameters are not one JSON object: {0}")
    static let notUTF8 = Text(
        zh: "命令行或者环境变量不是 UTF-8：{0}", en: "an argument or a variable is not UTF-8: {0}")
    static let outputLost = Text(
        zh: "已经完成，但结果无法写出：{0}", en: "done, but the result could not be written: {0}")
    static let badFile = Text(zh: "文件有误：{0}", en: "the file cannot be used: {0}")
    static let session = Text(zh: "会话文件未通过：{0}", en: "the session did not pass: {0}")
    static let killNeedsSpawn = Text(
        zh: "--kill 和给服务的文件只能与 --spawn 同用",
        en: "--kill and files for the server go with --spawn only")
    static let spawnOrServer = Text(
        zh: "--spawn 与 --server 不能同用", en: "--spawn and --server exclude each other")
}

/// Headings, and words of the output.
enum WordText {
    static let matter = Text(zh: "事项", en: "MATTER")
    static let phase = Text(zh: "阶段", en: "PHASE")
    static let step = Text(zh: "步骤", en: "STEP")
    static let supervising = Text(zh: "监督机关", en: "SUPERVISING")
    static let supervised = Text(zh: "被监督机关", en: "SUPERVISED")
    static let parties = Text(zh: "当事机关", en: "PARTIES")
    static let deadline = Text(zh: "期限", en: "DEADLINE")
    static let overdue = Text(zh: "逾期", en: "OVERDUE")
    static let suspended = Text(zh: "中止", en: "SUSPENDED")
    static let registeredAt = Text(zh: "登记时间", en: "REGISTERED")
    static let summary = Text(zh: "摘要", en: "SUMMARY")
    static let version = Text(zh: "版本", en: "VERSION")
    static let position = Text(zh: "位置", en: "POSITION")
    static let at = Text(zh: "时间", en: "AT")
    static let principal = Text(zh: "经办人", en: "BY")
    static let command = Text(zh: "命令", en: "COMMAND")
    static let event = Text(zh: "事件", en: "EVENT")
    static let allowed = Text(zh: "可办", en: "ALLOWED")
    static let allowedNow = Text(
        zh: "可以办理（就不取决于参数的条件而言）", en: "allowed, as far as parameters do not decide")
    static let basis = Text(zh: "依据", en: "BASIS")
    static let who = Text(zh: "可由谁办理", en: "WHO COULD")
    static let from = Text(zh: "最早时间", en: "NOT BEFORE")
    static let missing = Text(zh: "缺少", en: "MISSING")
    static let why = Text(zh: "原因", en: "WHY NOT")
    static let matters = Text(zh: "事项数", en: "MATTERS")
    static let allLevels = Text(zh: "全部", en: "all")
    static let overdueRate = Text(zh: "逾期率", en: "OVERDUE")
    static let rectificationRate = Text(zh: "整改率", en: "RECTIFIED")
    static let directDecisionRate = Text(zh: "直接决定率", en: "DIRECT DECISIONS")
    static let ended = Text(zh: "已结束", en: "ENDED")
    static let running = Text(zh: "进行中", en: "RUNNING")
    static let median = Text(zh: "中位用时", en: "MEDIAN")
    static let p90 = Text(zh: "九成以内", en: "P90")
    static let days = Text(zh: "{0} 天", en: "{0} d")
    static let ground = Text(zh: "第十四条第一款情形", en: "GROUND (ART. 14)")
    static let source = Text(zh: "来源", en: "SOURCE")
    static let month = Text(zh: "登记月份", en: "MONTH")
    static let omitted = Text(zh: "另有 {0} 组未列出", en: "{0} more groups are not shown")
    static let value = Text(zh: "值", en: "VALUE")
    static let count = Text(zh: "数量", en: "COUNT")
    static let organ = Text(zh: "机关", en: "ORGAN")
    static let name = Text(zh: "名称", en: "NAME")
    static let kind = Text(zh: "类别", en: "KIND")
    static let level = Text(zh: "层级", en: "LEVEL")
    static let reason = Text(zh: "结果", en: "RESULT")
    static let cells = Text(zh: "格数", en: "CELLS")
    static let decisions = Text(zh: "判定次数", en: "DECISIONS")
    static let allCells = Text(zh: "合计", en: "all")
    static let accepted = Text(zh: "接受", en: "accepted")
    static let states = Text(
        zh: "可达状态 {0} 个（其中办结 {1} 个），转换 {2} 次，最深 {3} 步",
        en: "{0} reachable states, {1} of them closed; {2} transitions, {3} steps deep")
    static let holds = Text(zh: "成立  {0}", en: "holds  {0}")
    static let seconds = Text(zh: "用时 {0} 秒", en: "{0} seconds")
    static let yes = Text(zh: "是", en: "yes")
    static let no = Text(zh: "否", en: "no")
    static let items = Text(zh: "共 {0} 项，位置 {1}", en: "{0} items, position {1}")
    static let more = Text(
        zh: "还有更多；用 --all 取全部", en: "there are more; --all fetches them all")
    static let competent = Text(zh: "有权监督", en: "competent")
    static let notCompetent = Text(zh: "无权监督", en: "not competent")
    static let competentOrgans = Text(zh: "有权的机关：{0}", en: "competent: {0}")
    static let byReference = Text(zh: "参照适用", en: "by reference")
    static let notifySuperior = Text(
        zh: "发现的问题须告知 {0}", en: "problems found must be told to {0}")
    static let assistFrom = Text(zh: "可请求协助：{0}", en: "assistance from: {0}")
    static let connectionLost = Text(
        zh: "连接中断，从位置 {0} 继续", en: "connection lost; going on from position {0}")
    static let token = Text(zh: "令牌", en: "token")
    static let passed = Text(zh: "通过  {0}（{1} 条语句）", en: "ok    {0} ({1} statements)")
    static let failed = Text(zh: "失败  {0}", en: "FAIL  {0}")
    static let rewritten = Text(zh: "改写  {0}", en: "WROTE {0}")
}
