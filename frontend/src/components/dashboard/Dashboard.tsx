/** The frame of the app: header, tabs and the tab in view. */
export default function Dashboard() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="text-24">LLMBreaker</h1>
    </main>
  );
}
