/** Who there is in the company around the gateway. */
export interface Cast {
  tokens: Record<string, string>;
  sessions: Record<string, { id: string; creator: string }>;
  faults: Record<string, string>;
  words: string[];
  commands: string[];
}

/** The buttons that `endpage dev` has: they break services and move LIVEs. */
export class Controls {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  cast(): Promise<Cast> {
    return this.press("GET", "/");
  }

  async setFault(service: string, fault: string): Promise<Record<string, string>> {
    return (await this.press<{ faults: Record<string, string> }>("PUT", `/faults/${service}`, { fault })).faults;
  }

  /** Begin a LIVE; its id. */
  async start(creator: string): Promise<string> {
    return (await this.press<{ session: string }>("POST", "/lives", { creator })).session;
  }

  /** Move a LIVE; the id of the one that is on, or over, then. */
  async move(session: string, command: string): Promise<string> {
    return (await this.press<{ session: string }>("POST", `/lives/${session}/${command}`, {})).session;
  }

  private async press<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, ...(body && { "Content-Type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Answer & { error?: string };
    if (!response.ok) throw new Error(answer.error ?? String(response.status));
    return answer;
  }
}
