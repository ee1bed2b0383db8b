// Package integration tests the built program from outside: it starts the real
// binary, speaks RESP to it over TCP and compares what comes back.
//
// Its largest part are the transcripts under testdata, one file a command or
// topic, written as redis-cli shows a session. They were recorded from Redis
// 8.0.2 and are replayed against the program:
//
//	go test ./integration -run Transcripts                        # replay what was recorded
//	go test ./integration -run Transcripts -oracle REDIS          # run live against REDIS and ours
//	go test ./integration -run Transcripts -oracle REDIS -record  # write the replies of REDIS into testdata
//
// REDIS is the path of a redis-server 8.0.2. README.md in this folder
// describes the format of a transcript.
package integration
