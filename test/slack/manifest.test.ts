import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { manifestLink, slackManifest, SCOPES } from '../../adapters/slack/manifest.ts';

/** Slack's own schema (slackapi/manifest-schema, 2.0.0), kept beside the tests. */
const FILE = new URL('data/manifest.schema.2.0.0.json', import.meta.url);
const schema = z.fromJSONSchema(JSON.parse(readFileSync(FILE, 'utf8')));
const both = { http: slackManifest({ requestUrl: 'https://x.lambda-url.eu-west-1.on.aws/' }), socket: slackManifest({}) };

describe.each(Object.entries(both))('the %s manifest', (_, manifest) => {
  test("fits Slack's schema", () => {
    expect(schema.safeParse(manifest).error?.issues ?? []).toEqual([]);
  });
  test('asks for the scopes that the code uses, and for no others', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual([...SCOPES]);
    expect(SCOPES).toEqual(['commands', 'chat:write', 'pins:write', 'channels:history', 'groups:history']);
  });
});
test('the schema refuses what Slack would refuse', () => {
  const { http } = both;
  const wrong = [
    { ...http, display_information: { name: 'x'.repeat(36) } },
    { ...http, features: { ...http.features, slash_commands: [{ command: '/cordon' }] } },
    { ...http, settings: { ...http.settings, socket_mode_enabled: 'yes' } },
  ];
  for (const manifest of wrong) expect(schema.safeParse(manifest).success).toBe(false);
});
test('Socket Mode has no URL, and the link carries the whole manifest', () => {
  expect(JSON.stringify(both.socket)).not.toContain('url');
  expect(both.socket.settings.socket_mode_enabled).toBe(true);
  expect(JSON.parse(new URL(manifestLink(both.http)).searchParams.get('manifest_json') ?? '')).toEqual(both.http);
});
test('a command of somebody else and a URL that is not https are refused', () => {
  expect(() => slackManifest({ command: '/incident' })).toThrow('/cordon');
  expect(() => slackManifest({ requestUrl: 'http://x.example/' })).toThrow('https');
});
