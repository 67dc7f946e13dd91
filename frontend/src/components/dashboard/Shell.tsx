/** Header, tab and floating parts, laid out. Holds no state of its own but the list of sessions being open. */
import { useState } from 'react';
import { Navigate, Route, Routes, useNavigate } from 'react-router';
import { Toaster } from '@/components/shared/Toaster';
import { IN_PAGE } from '@/contexts/ui';
import { useDocumentTitle } from '@/hooks/useDocumentTitle';
import { useNarrow } from '@/hooks/useNarrow';
import { usePolling } from '@/hooks/usePolling';
import { useServer } from '@/hooks/useServer';
import { useSetupLink } from '@/hooks/useSetupLink';
import { useShortcuts } from '@/hooks/useShortcuts';
import { useTabInView } from '@/hooks/useTabInView';
import { Announcer } from './Announcer';
import { ConnectionBanner } from './ConnectionBanner';
import { DropZone } from './DropZone';
import { Header } from './Header';
import { KeysDialog } from './KeysDialog';
import { NoTab } from './NoTab';
import { Notices } from './Notices';
import { QuestionDialog } from './QuestionDialog';
import { TABS } from './tabTable';
import { UploadDialog } from './UploadDialog';
import './dashboard.css';

export function Shell() {
  const [listOpen, setListOpen] = useState(false);
  const navigate = useNavigate();
  useShortcuts(TABS, (path) => navigate(`/app/${path}`));
  const tab = useTabInView(TABS);
  const usesServer = useServer(tab !== IN_PAGE);
  const narrow = useNarrow();
  useDocumentTitle();
  useSetupLink(tab !== IN_PAGE);
  usePolling(listOpen && usesServer);
  const first = TABS[0]?.path ?? '';
  return (
    <DropZone>
      <Header listOpen={listOpen} onListOpen={setListOpen} usesServer={usesServer} />
      {tab !== IN_PAGE && <ConnectionBanner />}
      <Routes>
        {TABS.map(({ path, View }) => (
          <Route key={path} path={path} element={<View />} />
        ))}
        <Route index element={<Navigate to={`/app/${first}${window.location.search}`} replace />} />
        <Route path="*" element={<NoTab />} />
      </Routes>
      <QuestionDialog />
      <UploadDialog />
      <KeysDialog />
      <Notices />
      <Announcer />
      <Toaster high={narrow || tab === 'attention_cinema'} />
    </DropZone>
  );
}
