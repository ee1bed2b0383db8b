package script

// openLibraries makes the globals cjson, cmsgpack, bit and struct.
func (e *Engine) openLibraries() {
}
