/** Origin of every page of the app. */
export const APP_ORIGIN = 'app://twinclamp';

/**
 * Headers of every answer of app://. Nothing may be loaded from elsewhere, no inline script or style, no eval; compiling
 * WebAssembly is allowed. The two cross-origin headers isolate the page, which SharedArrayBuffer needs.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    // Blueprint draws a few control marks from data: images inside its style sheet.
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};
