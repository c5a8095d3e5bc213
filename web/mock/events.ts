import type { IncomingMessage, ServerResponse } from 'node:http';

const open = new Set<ServerResponse>();

export function events(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(': hello\n\n');
  open.add(response);
  request.on('close', () => open.delete(response));
}

export function tell(name: string, data: unknown): void {
  for (const each of open) each.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
