package web

import (
	"net/http"
	"strings"
)

// fault is why a request of /kv or /fal was not done.
type fault struct {
	status  int    // HTTP's
	code    string // a word for programs: the code of the command's error, or one of ours
	message string // for people
}

// Codes of faults that no command has told of.
const (
	codeBadRequest   = "BADREQUEST"
	codeNotFound     = "NOTFOUND"
	codeMethod       = "METHODNOTALLOWED"
	codePrecondition = "PRECONDITIONFAILED"
	codeTooLarge     = "VALUETOOLARGE" // as the rule's error
)

func badRequest(message string) *fault {
	return &fault{http.StatusBadRequest, codeBadRequest, message}
}

// faultStatus is HTTP's status for each code of an error that is not the default, 400. What the caller has done wrong is never one
// of the codes that clients try again (408, 409, 429, 500, 502, 503, 504); what the server is short of for now is 503.
var faultStatus = map[string]int{
	codeTooLarge: http.StatusRequestEntityTooLarge,
	"STOREFULL":  http.StatusUnprocessableEntity,
	"NOSTORE":    http.StatusNotFound,
	"NOPERM":     http.StatusForbidden,
	"NOAUTH":     http.StatusUnauthorized,
	"WRONGPASS":  http.StatusUnauthorized,
	"OOM":        http.StatusServiceUnavailable,
	"LOADING":    http.StatusServiceUnavailable,
	"MISCONF":    http.StatusServiceUnavailable,
	"BUSY":       http.StatusServiceUnavailable,
	"NOREPLICAS": http.StatusServiceUnavailable,
}

// faultOf is the fault that a command's error is; text has no '-'.
func faultOf(text string) *fault {
	code, message, _ := strings.Cut(text, " ")
	f := &fault{http.StatusBadRequest, code, message}
	if status, other := faultStatus[code]; other {
		f.status = status
	}
	return f
}

// faultFrom is the fault that an error of this package is.
func faultFrom(err error) *fault {
	f := faultOf(textOf(err))
	if f.status == http.StatusBadRequest {
		f.status = statusOf(err)
	}
	return f
}

func methodFault(method, allowed string) *fault {
	return &fault{http.StatusMethodNotAllowed, codeMethod, "method " + method + " is not one of " + allowed}
}

func preconditionFault() *fault {
	return &fault{http.StatusPreconditionFailed, codePrecondition, "If-Match or If-None-Match does not hold"}
}

// goneFault is for a client that has hung up.
func goneFault() *fault { return badRequest("the request was given up") }

// head sets the headers that belong to the fault.
func (f *fault) head(h http.Header) {
	if f.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
}
