import binaryen from 'binaryen';

/**
 * Rows and columns of C that one pass of the inner loop holds in registers: 6 x 2 vectors of 4, plus 3 for operands, of the 16 that x64
 * has.
 */
const TILE_ROWS = 6;
const TILE_COLUMNS = 8;

/**
 * Source text of src/inference/network/multiply-module.ts: the matrix product of training, carried in the program so that the app needs no
 * binaryen.
 */
export function multiplySource(): string {
  const module = binaryen.parseText(moduleText());
  module.setFeatures(binaryen.Features.All);
  const base64 = Buffer.from(module.emitBinary()).toString('base64');
  module.dispose();
  const lines = base64.match(/.{1,132}/g) ?? [];
  return `// Written by npm run build:kernel from scripts/kernel/multiply.ts; a test holds that the two match.
export const TILE_ROWS = ${TILE_ROWS};
export const TILE_COLUMNS = ${TILE_COLUMNS};
/** WebAssembly with relaxed SIMD, base64. */
export const MULTIPLY_MODULE = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
}

/**
 * The module in WebAssembly text: `tile` makes 6 x 8 values of C, `multiply` walks the tiles with the panel of B in the first-level cache.
 */
function moduleText(): string {
  const rows = Array.from({ length: TILE_ROWS }, (_, i) => i);
  const vectors = Array.from({ length: TILE_COLUMNS / 4 }, (_, j) => j);
  const get = (name: string): string => `(local.get $${name})`;
  const advance = (name: string, bytes: number): string => `(local.set $${name} (i32.add ${get(name)} (i32.const ${bytes})))`;
  const product = (...terms: string[]): string => terms.reduce((x, y) => `(i32.mul ${x} ${y})`);
  const four = '(i32.const 4)';
  const each = (f: (i: number, j: number) => string): string => rows.flatMap((i) => vectors.map((j) => f(i, j))).join(' ');
  return `(module (memory (export "memory") 64)
    (func $tile (param $a i32) (param $b i32) (param $c i32) (param $inner i32) (param $lineBytes i32)
      ${each((i, j) => `(local $c${i}_${j} v128)`)} ${vectors.map((j) => `(local $b${j} v128)`).join(' ')} (local $x v128)
      (loop $next
        ${vectors.map((j) => `(local.set $b${j} (v128.load offset=${16 * j} ${get('b')}))`).join(' ')}
        ${rows
          .map(
            (i) => `(local.set $x (v128.load32_splat offset=${4 * i} ${get('a')}))
          ${vectors.map((j) => `(local.set $c${i}_${j} (f32x4.relaxed_madd ${get('x')} ${get(`b${j}`)} ${get(`c${i}_${j}`)}))`).join(' ')}`,
          )
          .join(' ')}
        ${advance('a', 4 * TILE_ROWS)} ${advance('b', 4 * TILE_COLUMNS)}
        (br_if $next (local.tee $inner (i32.sub ${get('inner')} (i32.const 1)))))
      ${rows
        .map(
          (i) => `${vectors.map((j) => `(v128.store offset=${16 * j} ${get('c')} ${get(`c${i}_${j}`)})`).join(' ')}
        (local.set $c (i32.add ${get('c')} ${get('lineBytes')}))`,
        )
        .join(' ')})
    (func (export "multiply") (param $rows i32) (param $columns i32) (param $inner i32) (param $a i32) (param $b i32) (param $c i32)
      (local $row i32) (local $column i32)
      (loop $nextColumn
        (local.set $row (i32.const 0))
        (loop $nextRow
          (call $tile
            (i32.add ${get('a')} ${product(get('row'), get('inner'), four)})
            (i32.add ${get('b')} ${product(get('column'), get('inner'), four)})
            (i32.add ${get('c')} (i32.mul (i32.add (i32.mul ${get('row')} ${get('columns')}) ${get('column')}) ${four}))
            ${get('inner')}
            (i32.mul ${get('columns')} ${four}))
          ${advance('row', TILE_ROWS)}
          (br_if $nextRow (i32.lt_u ${get('row')} ${get('rows')})))
        ${advance('column', TILE_COLUMNS)}
        (br_if $nextColumn (i32.lt_u ${get('column')} ${get('columns')})))))`;
}
