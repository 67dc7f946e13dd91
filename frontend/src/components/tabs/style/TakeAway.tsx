/** Takes what was written out of the page: to the clipboard, or into a file. */
import { Copy, Download } from 'lucide-react';
import { Button } from '@/components/shared/Button';
import { useTakeAway } from '@/hooks/useWriting';

export function TakeAway({ text }: { text: string }) {
  const { copy, asText, asDocument } = useTakeAway();
  const ways = [
    { name: 'Copy', icon: Copy, tooltip: 'Copy all of it', take: copy },
    { name: '.txt', icon: Download, tooltip: 'Save it as plain text', take: asText },
    { name: '.docx', icon: Download, tooltip: 'Save it as a Word document', take: asDocument },
  ];
  return (
    <div className="flex gap-2">
      {ways.map(({ name, take, ...rest }) => (
        <Button
          key={name}
          kind="quiet"
          size="small"
          disabled={text === ''}
          onClick={() => void take(text)}
          {...rest}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
