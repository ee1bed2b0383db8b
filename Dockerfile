# syntax=docker/dockerfile:1
FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /redstart ./cmd/redstart \
	&& mkdir /data \
	&& printf '# A container is reached through the ports that it publishes.\nprotected-mode no\n' > /redstart.conf

FROM scratch
COPY --from=build /redstart /redstart
COPY --from=build /redstart.conf /etc/redstart.conf
COPY --from=build --chown=10001:10001 /data /data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 6379
# The binary checks itself: PING over the port that it serves. With a password, set REDSTART_PASSWORD too.
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s CMD ["/redstart", "--healthcheck", "127.0.0.1:6379"]
# Directives follow; mount a file of your own over /etc/redstart.conf.
ENTRYPOINT ["/redstart", "/etc/redstart.conf"]
