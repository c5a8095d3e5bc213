import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useScheme } from '../styles/scheme';
import { useWords } from '../words/words';
import type { Point } from './point';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

/** Where a bar ends is all that is computed here: figures are shown as the server said them. */
export default function Drawn({ title, unit, points, line }: { title: string; unit: string; points: Point[]; line?: boolean }) {
  const { decimal } = useWords();
  const { scheme } = useScheme();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chart = init(place.current!, null, { renderer: 'svg' });
    chart.setOption(option(points, unit, decimal, line === true));
    const sized = new ResizeObserver(() => chart.resize());
    sized.observe(place.current!);
    return () => { sized.disconnect(); end(chart); };
  }, [points, unit, decimal, scheme, line]);
  return <div ref={place} className="chart-room" role="img" aria-label={title} />;
}

function end(chart: EChartsType): void {
  if (!chart.isDisposed()) chart.dispose();
}

function option(points: Point[], unit: string, decimal: (value: Point['figure']) => string, line: boolean) {
  const now = getComputedStyle(document.documentElement);
  const colour = (name: string): string => now.getPropertyValue(`--${name}`).trim();
  const text = { color: colour('ink-soft'), fontFamily: now.getPropertyValue('--font').trim() };
  return {
    animation: false,
    grid: { left: 8, right: 12, top: 28, bottom: 4, containLabel: true },
    // Drawn by itself instead of as a part of the page: the page's security policy allows no style that comes from outside.
    tooltip: {
      trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' }, backgroundColor: colour('sheet'), borderColor: colour('line-strong'), textStyle: { ...text, color: colour('ink') },
      formatter: (hit: { dataIndex: number }[]) => { const point = points[hit[0]?.dataIndex ?? -1]; return point ? `${point.name}\n${decimal(point.figure)} ${unit}` : ''; },
    },
    xAxis: { type: 'category', data: points.map((point) => point.name), axisLabel: { ...text, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour('line-strong') } } },
    yAxis: { type: 'value', scale: line, name: unit, nameTextStyle: { ...text, align: 'left' }, axisLabel: { ...text, formatter: (value: number) => decimal(String(value)) }, splitLine: { lineStyle: { color: colour('line') } } },
    series: line
      ? [{ type: 'line', data: points.map((point) => (point.figure === null ? null : Number(point.figure))), symbolSize: 5, lineStyle: { color: colour('fill'), width: 2 }, itemStyle: { color: colour('fill') } }]
      : [{ type: 'bar', data: points.map((point) => Number(point.figure ?? 0)), barMaxWidth: 34, itemStyle: { color: colour('fill'), borderRadius: [3, 3, 0, 0] }, emphasis: { itemStyle: { color: colour('accent') } } }],
  };
}
