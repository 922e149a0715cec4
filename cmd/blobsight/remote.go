package main

import (
	"fmt"

	"blobsight/client"
)

// defaultServer is where "blobsight serve" listens unless told otherwise.
const defaultServer = "http://127.0.0.1:8080"

// remote is the server that a command talks to.
type remote struct {
	Server string `env:"BLOBSIGHT_SERVER" default:"http://127.0.0.1:8080" help:"The server."`
	APIKey string `env:"BLOBSIGHT_API_KEY" name:"api-key" placeholder:"KEY" help:"API key, if the server asks for one."`
}

func (r remote) client() (*client.Client, error) {
	server, err := client.New(r.Server, client.WithAPIKey(r.APIKey))
	if err != nil {
		return nil, fmt.Errorf("--server (BLOBSIGHT_SERVER): %w", err)
	}
	return server, nil
}
