/** Whether the server answers, and since when it does not. The console refuses writes while it does not. */
export interface LinkState { up: boolean; since: number }

class Link {
  private state: LinkState = { up: true, since: 0 };
  private readonly listeners = new Set<() => void>();

  heard = (): void => this.become(true);
  lost = (): void => this.become(false);
  now = (): LinkState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private become(up: boolean): void {
    if (this.state.up === up) return;
    this.state = { up, since: Date.now() };
    this.listeners.forEach((listener) => listener());
  }
}

export const link = new Link();

/** Seconds until the next try: 1, 2, 4, 8, then every 15. */
export function retryPause(tries: number): number {
  return Math.min(2 ** tries, 15);
}
