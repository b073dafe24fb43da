import { refusal } from '../clients.ts';
import { line, logging } from './logging.ts';

describe('filter patterns', () => {
  const LINES = [
    'ERROR 400 bad request',
    'WARN slow request',
    '{"level":"ERROR","code":500,"user":{"role":"admin"},"tags":["a","b"],"ok":false,"gone":null}',
    '{"level":"INFO","code":200,"ratio":1.5e1,"ip":"10.0.0.7","ok":true}',
  ];
  test.each([
    ['', [0, 1, 2, 3]],
    ['ERROR', [0, 2]],
    ['ERROR bad', [0]],
    ['?WARN ?bad', [0, 1]],
    ['request -ERROR', [1]],
    ['"bad request"', [0]],
    ['error', []],
    ['{ $.level = "ERROR" }', [2]],
    ['{ $.level = ERR* }', [2]],
    ['{ $.level != "ERROR" }', [3]],
    ['{ $.code >= 200 && $.code < 500 }', [3]],
    ['{ ($.code = 200 || $.code = 500) && $.ok IS TRUE }', [3]],
    ['{ $.code = 5* }', [2]],
    ['{ $.ratio > 14.9 }', [3]],
    ['{ $.ip = 10.0.* }', [3]],
    ['{ $.user.role = "admin" }', [2]],
    ['{ $.tags[1] = "b" }', [2]],
    ['{ $.gone IS NULL }', [2]],
    ['{ $.user NOT EXISTS }', [3]],
  ])('%s', async (pattern, expected) => {
    const { made, put, filter } = logging();
    await made();
    await put(...LINES.map((message) => line(message)));
    expect(await filter(pattern)).toEqual(expected.map((index) => LINES[index]));
  });
  test.each([
    ['{ $.a = }', 'InvalidParameterException'],
    ['{ $.a = 1', 'InvalidParameterException'],
    ['{ a = 1 }', 'InvalidParameterException'],
    ['{ $.a > "x" }', 'InvalidParameterException'],
    ['{ $.a = 1 } x', 'InvalidParameterException'],
    ['bad-request', 'InvalidParameterException'],
    ['"open', 'InvalidParameterException'],
    ['[ip, user]', 'NotImplemented'],
    ['%ERR.*%', 'NotImplemented'],
  ])('%s is refused', async (pattern, name) => {
    const { made, filter } = logging();
    await made();
    expect((await refusal(filter(pattern))).name).toBe(name);
  });
});
