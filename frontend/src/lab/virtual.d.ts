/** Written by scripts/namesList.ts. */
declare module 'virtual:names-list' {
  const text: string;
  export default text;
}
