import { AwsFault } from './errors.ts';
import { asBytes, bufferOf, type WireRequest } from './wire.ts';

const incomplete = (): AwsFault => new AwsFault('IncompleteBody', 'The request body terminated unexpectedly');

const chunksOf = (raw: Buffer): { readonly body: Buffer; readonly trailerAt: number } => {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw incomplete();
    at = lineEnd + 2;
    if (size === 0) return { body: Buffer.concat(parts), trailerAt: at };
    if (at + size > raw.length) throw incomplete();
    parts.push(raw.subarray(at, at + size));
    at += size + 2;
  }
};

const trailersOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .map((line) => /^([^:]+):\s*(.*)$/.exec(line))
      .flatMap((match) =>
        match?.[1] === undefined || match[1] === 'x-amz-trailer-signature' ? [] : [[match[1].toLowerCase(), match[2]?.trim() ?? '']],
      ),
  );

/**
 * Takes off S3's upload framing (signed or unsigned chunks, trailers). Trailers become headers BEFORE decoding, so that a checksum in a trailer
 * arrives as the ordinary member. Buffers the upload. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export const unchunk = async (request: WireRequest): Promise<WireRequest> => {
  const encoding = request.headers['content-encoding'] ?? '';
  const framed = /\baws-chunked\b/.test(encoding) || (request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  if (!framed) return request;
  const raw = bufferOf(await asBytes(request.body));
  const { body, trailerAt } = chunksOf(raw);
  const { 'content-encoding': _framing, ...headers } = { ...request.headers, ...trailersOf(raw.toString('latin1', trailerAt)) };
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) throw incomplete();
  const kept = encoding
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '' && token !== 'aws-chunked')
    .join(', ');
  return {
    ...request,
    body,
    headers: { ...headers, 'content-length': String(body.length), ...(kept === '' ? {} : { 'content-encoding': kept }) },
  };
};
