/** Made from microgpt.py and microgpt.js when the page is built; see scripts/twins/plugin.ts. */
declare module 'virtual:microgpt-twins' {
  const twins: import('./twinTypes').Twins;
  export default twins;
}
