// The exit statuses, after sysexits.h. Scripts decide by them, so that one table maps every error.

internal import Client

/// How the command line ends.
enum ExitStatus: Int32, CaseIterable {
    case ok = 0
    case usage = 64
    case data = 65
    case notFound = 66
    case unavailable = 69
    case internalError = 70
    /// A result could not be written. What was asked for was done.
    case outputLost = 74
    case protocolBroken = 76
    case noPermission = 77

    /// The status for an error code of the server.
    init(code: Int64) {
        switch code {
        case -32601, -32602: self = .usage
        case -32700, -32600, -32002, 1406: self = .protocolBroken
        case -32001, 1405, 1409, 1410, 1412, 1413, 1414, 1422: self = .data
        case 1401, 1403: self = .noPermission
        case 1404: self = .notFound
        case 1429, 1503, 1504: self = .unavailable
        default: self = .internalError
        }
    }

    /// The status for a call without an answer.
    init(_ fault: ClientFault) {
        switch fault {
        case .connection(.badAddress), .badParameters: self = .usage
        case .badTokenFile: self = .notFound
        case .connection(.lineTooLong), .protocolBroken: self = .protocolBroken
        case .connection: self = .unavailable
        case .refused(let error): self = ExitStatus(code: error.code)
        }
    }
}
