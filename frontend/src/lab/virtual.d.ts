/** Written by scripts/namesList.ts. */
declare module 'virtual:names-list' {
  /** As `packNames` packs it; empty where the page was built without. */
  const packed: string;
  export default packed;
}
