package web

import (
	"errors"
	"net/http"
	"strings"
)

// requestError is a request that is wrong before any command runs, with the status of its answer. Its text gets the general code in front.
type requestError struct {
	status int
	text   string
}

func (e *requestError) Error() string { return e.text }

// What can be wrong with a request.
var (
	errEmpty    = &requestError{http.StatusBadRequest, "empty command"}
	errMethod   = &requestError{http.StatusMethodNotAllowed, "method not allowed"}
	errTooLarge = &requestError{http.StatusRequestEntityTooLarge, "the request is larger than proto-max-bulk-len allows"}
	errCutShort = &requestError{http.StatusBadRequest, "the body of the request is cut short or came too slowly"}
	errForeign  = &requestError{http.StatusForbidden, "a page of another site may not call; http-cors says which may"}
	errPath     = &requestError{http.StatusBadRequest, "the path is not well encoded"}
	errQuery    = &requestError{http.StatusBadRequest, "the query is not well encoded"}
	errFormat   = &requestError{http.StatusBadRequest, "unknown response format; resp2 is known"}
	errStreams  = &requestError{http.StatusServiceUnavailable, "as many event streams are open as there may be"}
)

// statusOf is the status of the answer to an error.
func statusOf(err error) int {
	var wrong *requestError
	var bad *syntaxError
	switch {
	case errors.As(err, &wrong):
		return wrong.status
	case errors.Is(err, ErrUnauthorized):
		return http.StatusUnauthorized
	case errors.Is(err, ErrProtected):
		return http.StatusForbidden
	case errors.Is(err, ErrTooMany), errors.Is(err, ErrClosing):
		return http.StatusServiceUnavailable
	case errors.As(err, &bad):
		return http.StatusBadRequest
	}
	return failureStatus(err.Error())
}

// failureStatus is the status of the answer to a command that has failed.
func failureStatus(text string) int {
	if _, cause, ok := strings.Cut(text, "EXECABORT Transaction discarded because of: "); ok {
		text = cause
	}
	code, _, _ := strings.Cut(text, " ")
	switch code {
	case "LOADING", "BUSY", "MISCONF":
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// textOf is what the client is told of an error: a code and a text.
func textOf(err error) string {
	var f Failure
	if errors.As(err, &f) || errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrProtected) {
		return err.Error()
	}
	return "ERR" + " " + err.Error()
}

// refuse answers a request with an error as Upstash has it.
func refuse(w http.ResponseWriter, err error) {
	a := answer{sink: &httpSink{w}}
	a.refuse(err)
}
