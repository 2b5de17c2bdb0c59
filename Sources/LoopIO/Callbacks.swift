internal import CUV

// What libuv calls. Free functions, because a closure literal that is passed to C from an isolated
// context traps when it runs. Each finds its loop, turns pointers into numbers and values, and
// hands over at once. libuv never passes null for the handle, request or buffer of a callback; the
// forced unwraps of this file rest on that.

private func eventLoop(_ loop: UnsafeMutablePointer<uv_loop_t>) -> EventLoop {
    // Set in EventLoop.init, where the proof of its validity stands.
    unsafe Unmanaged<EventLoop>.fromOpaque(loop.pointee.data).takeUnretainedValue()
}

private func connectionID(_ stream: UnsafeMutablePointer<uv_stream_t>) -> ConnectionID {
    unsafe ConnectionID(rawValue: cuv_id(cuv_handle(stream)))
}

func onPrepare(_ handle: UnsafeMutablePointer<uv_prepare_t>?) {
    unsafe eventLoop(handle!.pointee.loop).deliver(.turnEnded)
}

/// While it is called, the loop does not wait for events; that is all that it is for.
func onIdle(_ handle: UnsafeMutablePointer<uv_idle_t>?) {}

func onHandleClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
    unsafe eventLoop(handle!.pointee.loop).handleClosed(handle!)
}

func onTimer(_ handle: UnsafeMutablePointer<uv_timer_t>?) {
    let id = unsafe TimerID(rawValue: cuv_id(cuv_handle(handle!)))
    unsafe eventLoop(handle!.pointee.loop).timerFired(id)
}

func onSignal(_ handle: UnsafeMutablePointer<uv_signal_t>?, _ number: Int32) {
    unsafe eventLoop(handle!.pointee.loop).deliver(.signal(number))
}

func onAsync(_ handle: UnsafeMutablePointer<uv_async_t>?) {
    let id = unsafe cuv_id(cuv_handle(handle!))
    unsafe eventLoop(handle!.pointee.loop).mailboxWoken(id)
}

func onConnection(_ listener: UnsafeMutablePointer<uv_stream_t>?, _ status: Int32) {
    let id = unsafe cuv_id(cuv_handle(listener!))
    unsafe eventLoop(listener!.pointee.loop).accept(from: id, status: status)
}

func onAllocate(
    _ handle: UnsafeMutablePointer<uv_handle_t>?, _ suggested: Int,
    _ buffer: UnsafeMutablePointer<uv_buf_t>?
) {
    let memory = unsafe eventLoop(handle!.pointee.loop).readBuffer
    unsafe buffer!.pointee.base = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
    unsafe buffer!.pointee.len = memory.count
}

func onRead(
    _ stream: UnsafeMutablePointer<uv_stream_t>?, _ count: Int,
    _ buffer: UnsafePointer<uv_buf_t>?
) {
    unsafe eventLoop(stream!.pointee.loop).read(connectionID(stream!), count: count)
}

func onWritten(_ request: UnsafeMutablePointer<uv_write_t>?, _ status: Int32) {
    let stream = unsafe request!.pointee.handle!
    let length = unsafe Connection.release(request!)
    unsafe eventLoop(stream.pointee.loop).written(connectionID(stream), length, status)
}

func onShutdown(_ request: UnsafeMutablePointer<uv_shutdown_t>?, _ status: Int32) {
    let stream = unsafe request!.pointee.handle!
    unsafe request!.deallocate()
    unsafe eventLoop(stream.pointee.loop).shutdownDone(connectionID(stream))
}
