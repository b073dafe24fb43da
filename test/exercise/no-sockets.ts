import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

/** Loaded before anything else in a process (`node --import`): whoever tries to leave it ends it, with exit code 97 and the way out it tried. */
const refuse = (way: string) => (): never => {
  process.stderr.write(`LEFT THE PROCESS by ${way}\n${new Error('tried here').stack ?? ''}\n`);
  process.exit(97);
};
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'reverse'] as const) {
  Object.assign(dns, { [name]: refuse(`dns.${name}`) });
  Object.assign(dns.promises, { [name]: refuse(`dns.promises.${name}`) });
}
net.Socket.prototype.connect = refuse('net.Socket.connect');
Object.assign(net, { connect: refuse('net.connect'), createConnection: refuse('net.createConnection') });
Object.assign(tls, { connect: refuse('tls.connect') });
Object.assign(dgram, { createSocket: refuse('dgram.createSocket') });
for (const [name, module] of [
  ['http', http],
  ['https', https],
] as const)
  Object.assign(module, { request: refuse(`${name}.request`), get: refuse(`${name}.get`) });
Object.assign(globalThis, { fetch: refuse('fetch'), WebSocket: refuse('WebSocket'), EventSource: refuse('EventSource') });
syncBuiltinESMExports();
