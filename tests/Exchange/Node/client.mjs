// Places, queries, cancels and streams at the address given, with a client that others wrote. Prints what it saw as JSON.
import { createRequire } from 'node:module';

const { MainClient, USDMClient, WebsocketAPIClient, WebsocketClient } = createRequire(import.meta.url)('binance');
const [base] = process.argv.slice(2);
const ws = base.replace('http', 'ws').replace(/\/$/, '');
const keys = { api_key: 'test-key', api_secret: 'test-secret' };
const quiet = { trace() {}, info() {}, error(...a) { seen.errors.push(JSON.stringify(a).slice(0, 300)); } };
const seen = { errors: [], klines: 0, futuresKlines: 0, executions: [], futures: [] };

const spot = new MainClient({ ...keys, baseUrl: base.replace(/\/$/, '') });
const usdm = new USDMClient({ ...keys, baseUrl: base.replace(/\/$/, '') });

async function until(condition, what) {
  for (let i = 0; i < 400; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not happen; errors: ${seen.errors.join(' ')}`);
}

const fail = (e) => { console.error(e?.message ?? e); process.exit(1); };
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const spotId = spot.generateNewOrderId();
const usdmId = usdm.generateNewOrderId();
const refused = async (promise) => promise.then(() => null, (e) => e.code ?? e.body?.code ?? String(e));

// Streams first, so that they see what follows.
const stream = new WebsocketClient({ ...keys, wsUrl: ws, beautify: false, disableTimeSync: true, restOptions: { baseUrl: base.replace(/\/$/, ''), disableTimeSync: true } }, quiet);
const onMessage = (m) => {
  const e = m.event ?? m.data ?? m;
  if (e.e === 'kline') m.wsKey?.startsWith('usdm') ? seen.futuresKlines++ : seen.klines++;
  if (e.e === 'ORDER_TRADE_UPDATE') seen.futures.push(`${e.o.x}/${e.o.X}`);
  if (e.e === 'ALGO_UPDATE') seen.futures.push(`algo/${e.o.X}`);
  if (e.e === 'executionReport') seen.executions.push(`${e.x}/${e.X}`);
};
stream.on('message', onMessage);
stream.on('exception', (e) => quiet.error(e?.message ?? e));
stream.on('error', (e) => quiet.error(e?.message ?? e));
stream.subscribe('btcusdt@kline_1m', 'main');
stream.subscribe('btcusdt@kline_1m', 'usdmMarket');
await until(() => seen.klines > 0, 'a kline');
await until(() => seen.futuresKlines > 0, 'a kline of futures');
await stream.subscribeUsdFuturesUserDataStream();

const api = new WebsocketAPIClient({ ...keys, wsUrl: ws, beautify: false, disableTimeSync: true, attachEventListeners: false }, quiet);
api.getWSClient().on('message', onMessage);
api.getWSClient().on('exception', (e) => quiet.error(e?.message ?? e));
await api.subscribeUserDataStream('mainWSAPI');

seen.serverTime = typeof (await usdm.getServerTime());
const info = await spot.getExchangeInfo();
seen.symbols = info.symbols.length;
seen.klineRows = (await spot.getKlines({ symbol: 'BTCUSDT', interval: '5m', limit: 10 })).length;
const price = Number((await spot.getSymbolPriceTicker({ symbol: 'BTCUSDT' })).price);

const market = await spot.submitNewOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.01, newOrderRespType: 'FULL' });
seen.market = { status: market.status, fills: market.fills.length };
const stop = (Math.floor(price * 0.9 * 100) / 100).toFixed(2);
const placed = await spot.submitNewOrder({
  symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', quantity: 0.005, price: stop, stopPrice: stop,
  newClientOrderId: spotId, newOrderRespType: 'FULL',
});
seen.stop = placed.status;
seen.open = (await spot.getOpenOrders({ symbol: 'BTCUSDT' })).length;
seen.queried = (await spot.getOrder({ symbol: 'BTCUSDT', origClientOrderId: spotId })).status;
seen.cancelled = (await spot.cancelOrder({ symbol: 'BTCUSDT', origClientOrderId: spotId })).status;
seen.trades = (await spot.getAccountTradeList({ symbol: 'BTCUSDT' })).length;
const account = await spot.getAccountInformation();
seen.btc = account.balances.find((b) => b.asset === 'BTC').free;
seen.tooSmall = await refused(spot.submitNewOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.00001, price: stop }));
seen.wrongSecret = await refused(new MainClient({ api_key: 'test-key', api_secret: 'wrong', baseUrl: base.replace(/\/$/, '') }).getAccountInformation());

await usdm.setLeverage({ symbol: 'BTCUSDT', leverage: 5 });
seen.futuresMarket = (await usdm.submitNewOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.01, newOrderRespType: 'RESULT' })).status;
const low = (Math.floor(price * 0.9 * 10) / 10).toFixed(1);
const limitId = usdm.generateNewOrderId();
seen.futuresLimit = (await usdm.submitNewOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: low, quantity: 0.01, newClientOrderId: limitId })).status;
seen.futuresQueried = (await usdm.getOrder({ symbol: 'BTCUSDT', origClientOrderId: limitId })).status;
seen.futuresOpen = (await usdm.getAllOpenOrders({ symbol: 'BTCUSDT' })).length;
seen.futuresCancelled = (await usdm.cancelOrder({ symbol: 'BTCUSDT', origClientOrderId: limitId })).status;
const algo = await usdm.submitNewAlgoOrder({
  algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', closePosition: 'true', triggerPrice: low, clientAlgoId: usdmId,
});
seen.algo = algo.algoStatus;
seen.oldEndpoint = await refused(usdm.submitNewOrder({ symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', quantity: 0.01, stopPrice: 1 }));
seen.algoOpen = (await usdm.getOpenAlgoOrders({ symbol: 'BTCUSDT' })).length;
await usdm.cancelAlgoOrder({ clientAlgoId: usdmId });
seen.position = (await usdm.getPositionsV3({ symbol: 'BTCUSDT' }))[0].positionAmt;
seen.futuresTrades = (await usdm.getAccountTrades({ symbol: 'BTCUSDT' })).length;

await until(() => seen.futures.includes('algo/CANCELED'), 'the report of the cancelled stop');
await until(() => seen.executions.includes('CANCELED/CANCELED'), 'the report of the cancel');
console.log(JSON.stringify(seen));
process.exit(0);
