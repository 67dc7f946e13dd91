/** Entry of the lab alone (`npm run build:lab`): styles, then landing and lab. */
import './styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SiteApp } from '@/components/site/SiteApp';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root to mount the lab in');
createRoot(root).render(
  <StrictMode>
    <SiteApp />
  </StrictMode>,
);
