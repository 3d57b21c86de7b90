interface Closable {
  destroy(): void;
}

/** Clients that are closed together. */
export class OpenClients {
  private readonly clients: Closable[] = [];

  /** Adds a client, and returns it. */
  keep<Client extends Closable>(client: Client): Client {
    this.clients.push(client);
    return client;
  }

  /** Ends the connections of all clients. */
  close(): void {
    for (const client of this.clients) client.destroy();
  }
}
