/** Compiles a module that came inlined: its bytes, deflated, in base64. */
export async function compileInlined(base64: string): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  // every runtime with WebAssembly SIMD has this stream too
  const inflated = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
  return WebAssembly.compile(await inflated.arrayBuffer());
}
