"""The characters that languages write besides ASCII, the frequent ones first.

Written down from general knowledge: for each language the order of its letters, which is known well
enough, and no counts. They serve to tell code pages apart, where the wrong reading gives letters
that no language puts side by side.
"""

from __future__ import annotations

LATIN = {
    "English": "éïèöüñáçíóâêäôàëæœ",
    "French": "éèàêçôùâîûœïëüæ",
    "German": "üäößéà",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçáéíóêõúàâôü",
    "Italian": "èàùòìéîï",
    "Catalan": "óàèéçíòúïüŀ",
    "Dutch": "éëïèöüóáê",
    "Swedish": "äåöéàü",
    "Danish": "åøæéêöü",
    "Finnish": "äöåé",
    "Icelandic": "áíóðúéþýæö",
    "Estonian": "äõüöšž",
    "Polish": "ąęłśżóćńź",
    "Czech": "íáěéčšřžýůúťňóď",
    "Slovak": "áíéčžýšúľťňôóďäŕĺ",
    "Hungarian": "áéóöőíüúű",
    "Croatian": "čšžćđ",
    "Slovenian": "čšžćđáé",
    "Romanian": "ăîâșțşţ",
    "Lithuanian": "ėųšįžąčūę",
    "Latvian": "āīēšūņļžčģķŗ",
    "Vietnamese": "ôưáđàâêăơ\u0301\u0300\u0323\u0309\u0303íóúéùèòì",
    "Esperanto": "ĉĝŝŭĵĥ",
    "Turkish": "ıüşİçğöâî",
    "Turkmen": "äýüçöşňž",
    "Breton": "ñùêüâôéî",
    "Welsh": "âêôŵîŷûëï",
}
"""Languages that write a few letters besides those of ASCII, mostly one at a time."""

WORDS = {
    "English": "the and of to in is for with that this not are be on it from by or an as at we you",
    "French": "le la les de des et un une dans pour que qui est sur pas avec par du au en",
    "German": "der die das und ist nicht ein eine zu mit von den dem im auf sich des wird oder",
    "Spanish": "el la los las de que y en un una por para con no se del es al lo como",
    "Portuguese": "o os as de que e do da em um uma para com no na se por dos das ao",
    "Italian": "il lo la gli di che e in un una per con non del della si da sono al",
    "Catalan": "el la els les de que i en un una per amb no del al es dels",
    "Dutch": "de het een en van in is dat op te met voor niet zijn aan er om",
    "Swedish": "och att det en som av den med till inte ett om har de kan",
    "Danish": "og at det en som af den med til ikke et om har de der for",
    "Finnish": "ja on ei se ett oli kun mutta ovat joka tai kuin voi",
    "Icelandic": "og er ekki sem um af en til var hann",
    "Estonian": "ja on ei see et kui oli ning ka mis",
    "Polish": "i w na z do nie jest to o od po jak oraz dla przez",
    "Czech": "a v na se je to z do s pro jako nebo ve",
    "Slovak": "a v na sa je to z do s pre ako alebo vo",
    "Hungarian": "a az egy nem hogy is van meg vagy",
    "Croatian": "i u na je se za da od su ne kao ili",
    "Slovenian": "in v na je se za da od so ne kot ali",
    "Romanian": "de cu la un o pe nu din pentru este sau care",
    "Lithuanian": "ir yra kad su ne arba per",
    "Latvian": "un ir ar no uz vai par lai",
    "Vietnamese": "trong cho khi theo hay trang",
    "Esperanto": "la kaj de en estas al ne por kiu per vi",
    "Turkish": "ve bir bu da de ile olarak veya var",
    "Turkmen": "we bu bir bilen hem ol ony hakda",
    "Breton": "ar an ur eo ha da en gant evit ez ket pe war",
    "Welsh": "y yr yn a i o ar am gyda ac nid mae",
}
"""Short words of these languages that need nothing but ASCII."""

OTHER = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оанивітерслкдмпузяьбгйчхцжїюєшфщґ",
    "Bulgarian": "аиоентрсвлкдпмзгябуъщчцжхшюйфь",
    "Serbian": "аоиентсрјукдпмвлзгбчшцжхњљћфђџ",
    "Belarusian": "анаіоеыслртпкудмвьяўзцгбчйжшхэёюф",
    "Greek": "αοιεσντςρκπμηλυτίόάέύήωώγδθχφβξζψϊϋ",
    "Hebrew": "יוהלאתרמבשנםעדקחפגזטכסץןךף",
    "Arabic": "اليمنرتبعدسفكهقحجأةشصطضخذثزغءىئإظؤآ",
    "Persian": "اینردمهتوشبسکزگلفخپقآجچعطحصغژضذئظثأ",
    "Thai": "านรกอเง่้มวยลดัทสตี็คิปบใแหะพจชโไุูำขถผศซญณธภ์ืฟึฐฏษฉๆฑ",
}
"""Languages that write nearly all letters in a script of their own."""

SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
    "本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由"
    "问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    "位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四"
    "神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便"
    "空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边"
    "文件本版请错误无效输入数据密码登录页删除添加修改创建显示选择名称类型字段值必须允许用户"
)
"""Chinese characters in mainland form, frequent ones; the last line has those of software."""

TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"
    "過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
    "本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由"
    "問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世"
    "位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四"
    "神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便"
    "空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊"
    "檔案版請錯誤無效輸入資料密碼登入頁刪除新增修改建立顯示選擇名稱類型欄位值必須允許使用者"
)
"""The same in the form of Taiwan and Hong Kong."""

HANGUL = (
    "이다는의가에을를고한하지로기서사자은과도어니시대리나일인정수제아스해라그있여부조습것주전보들상"
    "면적만원장안공무세합동구소게용국중화경물생성선거저마위오비개방없때모관신문학교연계유내우할된되"
    "않입력파항목음날짜름삭추변본값류필요록표양식예번호외했까"
)
"""Syllables of Korean, frequent ones."""

SIGNS = "’—–“”…\u00a0«»•°·€‘£©™®×§²±½µ¿¡³¼¾º„ª÷¢¶†‡¥¬¹¨´"
"""Signs that documents in any language hold, frequent ones first."""

FRAMES = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬█▓▒░▄▀■"
"""What text frames are drawn with."""

EAST_SIGNS = "，。、：「」（）；！？“”《》・…—【】『』～　"
"""Punctuation of Chinese and Japanese."""
