internal import CUV

/// A running timer.
@safe struct TimerSlot {
    let timer: UnsafeMutablePointer<uv_timer_t>
    let repeats: Bool
}

/// A watched signal.
@safe struct SignalSlot {
    let signal: UnsafeMutablePointer<uv_signal_t>
}

extension EventLoop {
    /// Starts a timer that fires after the first time and then, unless the second is 0, again and
    /// again after the second. Both in milliseconds. Timers that are due together fire in the order
    /// in which they are due, then of their start. Throws `ECANCELED` after `stop`.
    public func startTimer(
        afterMilliseconds: UInt64, repeatMilliseconds: UInt64
    ) throws(LoopError) -> TimerID {
        try refuseWhenStopping("timer_start")
        let (number, timer) = try unsafe makeHandle("timer_init", of: uv_timer_t.self) {
            unsafe uv_timer_init(loop, $0)
        }
        // libuv counts from the time it cached when the turn began, which may be long ago.
        unsafe uv_update_time(loop)
        do {
            try unsafe check(
                "timer_start", uv_timer_start(timer, onTimer, afterMilliseconds, repeatMilliseconds)
            )
        } catch {
            unsafe uv_close(cuv_handle(timer), onHandleClosed)
            throw error
        }
        let id = TimerID(rawValue: number)
        timers[id] = unsafe TimerSlot(timer: timer, repeats: repeatMilliseconds > 0)
        return id
    }

    /// Stops a timer: it does not fire any more. Ignored if it fired its last.
    public func stopTimer(_ id: TimerID) {
        guard let slot = timers.removeValue(forKey: id) else { return }
        unsafe uv_close(cuv_handle(slot.timer), onHandleClosed)
    }

    func timerFired(_ id: TimerID) {
        if let slot = timers[id], !slot.repeats { stopTimer(id) }
        deliver(.fired(id))
    }

    /// Reports the signal with this number from now on, in place of its default effect. Watching it
    /// again changes nothing. Throws `EINVAL` for a signal that cannot be caught, and `ECANCELED`
    /// after `stop`.
    public func watchSignal(_ number: Int32) throws(LoopError) {
        try refuseWhenStopping("signal_start")
        guard signals[number] == nil else { return }
        let (_, signal) = try unsafe makeHandle("signal_init", of: uv_signal_t.self) {
            unsafe uv_signal_init(loop, $0)
        }
        do {
            try unsafe check("signal_start", uv_signal_start(signal, onSignal, number))
        } catch {
            unsafe uv_close(cuv_handle(signal), onHandleClosed)
            throw error
        }
        signals[number] = unsafe SignalSlot(signal: signal)
    }
}
