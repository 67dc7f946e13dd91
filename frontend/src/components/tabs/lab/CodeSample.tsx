/** A piece of code to take along. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/shared/Button';

const SAID_MS = 2000;

export function CodeSample({ code }: { code: string }) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setSaid('copied'),
      // Without permission, or from a page that is not secure, the browser refuses.
      () => setSaid('refused'),
    );
  return (
    <div className="lab-sample">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its long lines are scrolled by keys */}
      <pre className="mono" tabIndex={0}>
        {code}
      </pre>
      <Button size="small" icon={said === 'copied' ? Check : Copy} onClick={() => void copy()}>
        {said === 'copied' ? 'Copied' : 'Copy'}
      </Button>
      <span role="status" className="sr-only">
        {said === 'refused' ? 'The browser does not allow copying; mark the text instead.' : ''}
      </span>
    </div>
  );
}
