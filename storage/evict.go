package storage

type evictor struct{}
