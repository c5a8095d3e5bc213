import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, lazy } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { onSessionEnded, onSessionReplaced } from './api/client';
import { sameSignedIn } from './api/hooks';
import { COUNTER_RIGHTS } from './counter/tasks/needs';
import { Frame } from './shell/frame';
import { Home } from './shell/home';
import { NotFound } from './shell/not_found';
import { AtKeyOffice, WhereSold, WithRight } from './shell/place';
import { WordsProvider } from './words/words';
import { beginScheme } from './styles/scheme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';

const SignInPage = lazy(() => import('./shell/sign_in'));
const PasswordPage = lazy(() => import('./shell/password'));
const OwnMailPage = lazy(() => import('./shell/own_mail'));
const OwnSessionsPage = lazy(() => import('./shell/own_sessions'));
const SecondFactorPage = lazy(() => import('./shell/second_factor'));
const CounterPage = lazy(() => import('./counter/page'));
const BenchPage = lazy(() => import('./bench/page'));
const OfficePage = lazy(() => import('./office/page'));
const KeysPage = lazy(() => import('./keys/page'));

beginScheme();

const client = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' }, mutations: { networkMode: 'always' } },
});

// The session is over: the frame asks for the password above the page, nothing typed is lost.
onSessionEnded(() => void client.invalidateQueries({ queryKey: ['session'] }));
onSessionReplaced(() => sameSignedIn(client));

const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage /> },
  {
    element: <Frame />,
    children: [
      { path: '/', element: <Home /> },
      { path: '/password', element: <PasswordPage /> },
      { path: '/own-mail', element: <OwnMailPage /> },
      { path: '/second-factor', element: <SecondFactorPage /> },
      { path: '/own-sessions', element: <OwnSessionsPage /> },
      {
        element: <WhereSold />,
        children: [
          { element: <WithRight any={COUNTER_RIGHTS} />, children: [{ path: '/counter', element: <CounterPage /> }] },
          { path: '/bench', element: <BenchPage /> },
          { path: '/office', element: <OfficePage /> },
          { path: '/office/:page', element: <OfficePage /> },
        ],
      },
      {
        element: <AtKeyOffice />,
        children: [
          { path: '/keys', element: <KeysPage /> },
          { path: '/keys/:page', element: <KeysPage /> },
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <WordsProvider>
        <RouterProvider router={router} />
      </WordsProvider>
    </QueryClientProvider>
  </StrictMode>,
);
