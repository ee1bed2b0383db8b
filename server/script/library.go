package script

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"

	lua "github.com/yuin/gopher-lua"

	"redstart/resp"
)

// Library is a library of functions.
type Library struct {
	Name      string
	Code      string
	Functions []*Function // in the order of their names
}

// Function is one that FCALL can call.
type Function struct {
	Name        string
	Description string
	Described   bool
	Flags       Flags
	Library     *Library
	fn          *lua.LFunction
}

// libraries are those that are loaded.
type libraries struct {
	byName    map[string]*Library
	functions map[string]*Function // by name in lower case
	counts    struct{ libraries, functions, bytes atomic.Int64 }
}

func (l *libraries) init() {
	l.byName, l.functions = map[string]*Library{}, map[string]*Function{}
	l.count()
}

func (l *libraries) empty() bool { return len(l.byName) == 0 }

func (l *libraries) count() {
	bytes := 0
	for _, lib := range l.byName {
		bytes += len(lib.Code)
	}
	l.counts.libraries.Store(int64(len(l.byName)))
	l.counts.functions.Store(int64(len(l.functions)))
	l.counts.bytes.Store(int64(bytes))
}

func (l *libraries) add(lib *Library) {
	l.byName[lib.Name] = lib
	for _, f := range lib.Functions {
		l.functions[strings.ToLower(f.Name)] = f
	}
	l.count()
}

func (l *libraries) remove(lib *Library) {
	delete(l.byName, lib.Name)
	for _, f := range lib.Functions {
		delete(l.functions, strings.ToLower(f.Name))
	}
	l.count()
}

// The errors of libraries, without their code.
var (
	errNoMetadata  = ReplyError("Missing library metadata")
	errBadMetadata = ReplyError("Invalid library metadata")
	errNoName      = ReplyError("Library name was not given")
	errNameTwice   = ReplyError("Invalid metadata value, name argument was given multiple times")
	errBadName     = ReplyError("Library names can only contain letters, numbers, or underscores(_) and must be at least one character long")
	errNoFunctions = ReplyError("No functions registered")
	ErrNoLibrary   = ReplyError("Library not found")
)

// Libraries and Functions are how many there are, LibraryBytes the bytes of their code. Anybody may ask.
func (e *Engine) Libraries() int64 { return e.libs.counts.libraries.Load() }

// Functions is the number of functions. Anybody may ask.
func (e *Engine) Functions() int64 { return e.libs.counts.functions.Load() }

// LibraryBytes is the bytes of the libraries' code. Anybody may ask.
func (e *Engine) LibraryBytes() int64 { return e.libs.counts.bytes.Load() }

// LoadLibrary loads a library from its code and returns its name; replace: in place of one of that name.
func (e *Engine) LoadLibrary(code []byte, replace bool) (string, error) {
	lib, err := e.prepare(string(code))
	if err != nil {
		return "", err
	}
	old := e.libs.byName[lib.Name]
	if old != nil && !replace {
		return "", errors.New("Library '" + lib.Name + "' already exists")
	}
	if err := e.register(lib); err != nil {
		return "", err
	}
	if f := e.clash(lib, old); f != nil {
		return "", errors.New("Function " + f.Name + " already exists")
	}
	if old != nil {
		e.libs.remove(old)
	}
	e.libs.add(lib)
	return lib.Name, nil
}

// clash is a function of lib that another library than old has.
func (e *Engine) clash(lib, old *Library) *Function {
	for _, f := range lib.Functions {
		if o := e.libs.functions[strings.ToLower(f.Name)]; o != nil && o.Library != old {
			return f
		}
	}
	return nil
}

// prepare reads a library's first line.
func (e *Engine) prepare(code string) (*Library, error) {
	if !strings.HasPrefix(code, "#!") {
		return nil, errNoMetadata
	}
	end := strings.IndexByte(code, '\n')
	if end < 0 {
		return nil, errBadMetadata
	}
	words := strings.Fields(code[2:end])
	if len(words) == 0 {
		return nil, errBadMetadata
	}
	lib := &Library{Code: code}
	for _, w := range words[1:] {
		name, ok := strings.CutPrefix(w, "name=")
		switch {
		case !ok:
			return nil, errors.New("Invalid metadata value given: " + w)
		case lib.Name != "":
			return nil, errNameTwice
		}
		lib.Name = name
	}
	switch {
	case lib.Name == "":
		return nil, errNoName
	case !validName(lib.Name):
		return nil, errBadName
	case !strings.EqualFold(words[0], "lua"):
		return nil, errors.New("Engine '" + words[0] + "' not found")
	}
	return lib, nil
}

func validName(s string) bool {
	for _, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_') {
			return false
		}
	}
	return s != ""
}

// register runs a library's code, which registers its functions.
func (e *Engine) register(lib *Library) error {
	e.start()
	proto, err := e.compileText(lib.Code[strings.IndexByte(lib.Code, '\n'):], libraryChunk)
	if err != nil {
		return errors.New("Error compiling function: " + err.Error())
	}
	L := e.state
	e.global.RawSetString("redis", e.api.load)
	e.showWords(false)
	e.run.library = lib
	defer func() {
		e.run.library = nil
		e.global.RawSetString("redis", e.api.call)
	}()
	fn := L.NewFunctionFromProto(proto)
	e.begin(Running{Host: &loadHost{}, Function: true})
	defer e.end()
	e.guard.left = loadInstructions
	L.Push(fn)
	if err := e.protected(0, 0); err != nil {
		text, _ := e.textOf(err)
		if e.guard.why != nil {
			text = withCode(e.guard.why.Error())
		}
		return errors.New("Error registering functions: " + oneLine(text))
	}
	if len(lib.Functions) == 0 {
		return errNoFunctions
	}
	slices.SortFunc(lib.Functions, func(a, b *Function) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// FindFunction finds a function by its name, in any case; nil: there is none.
func (e *Engine) FindFunction(name []byte) *Function { return e.libs.functions[lower(name)] }

// CallFunction runs a function and writes its reply to w. Its error is the reply's text, with a code.
func (e *Engine) CallFunction(h Host, f *Function, request, keys, args [][]byte, w *resp.Writer) error {
	e.start()
	e.showWords(false)
	e.begin(Running{Name: f.Name, Command: request, Function: true, Host: h})
	defer e.end()
	e.state.Push(f.fn)
	e.state.Push(e.table(keys))
	e.state.Push(e.table(args))
	return e.call(2, f.Name, w)
}

// Delete removes a library.
func (e *Engine) Delete(name []byte) error {
	lib := e.libs.byName[string(name)]
	if lib == nil {
		return ErrNoLibrary
	}
	e.libs.remove(lib)
	return nil
}

// FlushLibraries removes all libraries.
func (e *Engine) FlushLibraries() { e.libs.init() }

// Sorted is the libraries in the order of their names.
func (e *Engine) Sorted() []*Library {
	list := make([]*Library, 0, len(e.libs.byName))
	for _, lib := range e.libs.byName {
		list = append(list, lib)
	}
	slices.SortFunc(list, func(a, b *Library) int { return strings.Compare(a.Name, b.Name) })
	return list
}
