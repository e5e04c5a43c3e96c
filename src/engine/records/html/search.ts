/** Filters the table of files while somebody types. The page is complete without it: it only shows the field it serves. */
export const SEARCH = `
const box=document.querySelector('.search'),input=box.querySelector('input'),told=box.querySelector('output');
const rows=[...document.querySelectorAll('#files tbody tr')],blocks=[...document.querySelectorAll('#files .block')];
const texts=[];box.hidden=false;
let later;
input.addEventListener('input',()=>{clearTimeout(later);later=setTimeout(filter,120)});
function filter(){
const words=input.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
rows.forEach((row,index)=>{const text=texts[index]??=row.textContent.toLowerCase();
row.hidden=!words.every(word=>text.includes(word));if(!row.hidden)shown++});
for(const block of blocks)block.hidden=!block.querySelector('tbody tr:not([hidden])');
told.value=words.length===0?'':shown+' of '+rows.length;
}
`;
