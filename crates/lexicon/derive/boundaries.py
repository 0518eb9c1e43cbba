"""Counts where contents end, for crates/lexicon/en/boundaries.tsv: boundaries.py TRAIN.jsonl WORDS.tsv.

A boundary is a comma, dash or semicolon with the word after it, or a bare word; the rate is that of contents ending
right before it among contents that had run up to it. Only contents in one piece after their cue are counted.
"""
import json,re,sys
from collections import Counter,defaultdict
docs=[json.loads(l) for l in open(sys.argv[1])]
tags=defaultdict(set)
for l in open(sys.argv[2]):
    if l[0]!='#':
        t,ws=l.rstrip('\n').split('\t')
        for w in ws.split(): tags[w].add(t)
tok=re.compile(r"``|''|[A-Z](?:\.[A-Z])+\.?|\w+(?:[-.'’]\w+)*|\S")
ORDER=['subject','det','possessive','object','relative','that','to','of','preposition','coordinator','subordinator','auxiliary','modal','negation','adverb','verb']
def cls(w):
    T=tags.get(w.lower(),())
    for o in ORDER:
        if o in T: return '<'+o+'>'
    if w[:1].isupper(): return '<name>'
    if w[:1].isdigit(): return '<number>'
    if w.endswith('ing'): return '<participle>'
    if w.endswith('ed'): return '<verb>'
    return '<other>' if w[:1].isalpha() else '<mark>'
def kind(first):
    f=first.lower();T=tags.get(f,set())
    if f=='that' or 'relative' in T or f=='if': return 'that'
    if f=='to': return 'to'
    return None
end=Counter();tot=Counter()
for d in docs:
    t=d['text']
    for q in d['quotes']:
        c,k=q['cue_spans'],q['content_spans']
        if not c or len(k)>1 or c[-1][1]>k[0][0]: continue
        a,b=k[0]
        ms=list(tok.finditer(t,a,min(len(t),b+60)))
        if not ms: continue
        ws=[m.group() for m in ms]
        kd=kind(ws[0])
        if kd is None:
            cw=t[c[0][0]:c[-1][1]].lower().split()[-1:]
            kd='clause' if cw and re.match(r"(said|says|say|saying|think|thinks|believe|believes|added|adding|told|tells|hope|hopes|hoped|insisted|suggested|noted|noting|knew|know|knows|feel|thought|believed|claimed|insists|argued|argues|wrote|arguing)$",cw[0]) else 'phrase'
        inq=False
        for i,m in enumerate(ms):
            w=ws[i];p=m.start()
            if p>b+2: break
            if w in('"','“','”',"''",'``'): inq=not inq; continue
            if inq or i==0: continue
            ends=abs(p-b)<=1 or (p<b and m.end()>=b and not w[0].isalnum())
            if not ends and p>=b: break
            nx=ws[i+1] if i+1<len(ws) else ''
            if w in ',;:—–-(' :
                keys=[('-' if w in '—–-' else w)+' '+x for x in (nx.lower(),cls(nx))]
            elif w[0].isalpha(): 
                if ws[i-1] in ',;:—–-(': continue
                keys=[w.lower(),cls(w)]
                if w.lower() in('and','but','or'): keys+=['%s %s'%(w.lower(),cls(nx)),'%s %s'%(w.lower(),nx.lower())]
            else: continue
            for key in keys:
                tot[kd,key]+=1; end[kd,key]+=ends
            if ends: break
print("# Where contents end: kind of content, what follows (comma, dash or a word, with the word after it or its class),\n# ends/seen on PolNeAR train. Made by crates/lexicon/derive/boundaries.py. Rows under 1 in 5 are left out.")
for (kd,key),n in sorted(tot.items(),key=lambda x:(x[0][0],-x[1])):
    if n>=8 and end[kd,key]/n>=.2: print(f'{kd}\t{key}\t{end[kd,key]}/{n}')
