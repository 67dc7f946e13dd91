/** Entry: styles, then the app. */
import './styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root to mount the app in');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
