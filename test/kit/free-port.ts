import { createServer } from 'node:net';

/** A port of the loopback interface that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer().on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { settle(typeof address === 'object' && address !== null ? address.port : 0); });
    });
  });
}
